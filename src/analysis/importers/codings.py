"""Each row of a sheet as what it tells: kind, day, who, how many, in the words of our tables.

A row that cannot be told so is not repaired: its fate says why. Everything here works on whole
columns; only texts that differ are read one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.importers.columns import WORDS, check_columns, filled_in, first_filled
from analysis.importers.dates import Dates, looked_up, read_dates
from analysis.importers.decisions import Decision
from analysis.importers.forms import EventForm, Mapping, When, Who
from analysis.importers.kinds import SKIP, kinds_told
from analysis.importers.numbers import read_amounts

_JOINED = r",| [&+–/-] |(?i: and | und | et | y )"
_AMOUNTS = ["amount_low", "amount_best", "amount_high"]


@dataclass(frozen=True)
class Codings:
    """What the rows of a sheet tell.

    Attributes
    ----------
    told : one row per event that a row tells; columns ``row`` (position in the sheet), ``form``,
        kind, channel, group, modality, date, date_basis, date_note, amount_low, amount_best,
        amount_high, amount_text, amount_of, each, place, process, summary, note, story.
    who : one row per actor of these; row, form, name, code, side, state, role, part.
    fates : one row per row and form that tells nothing; row, outcome, reason.
    unknown : text of a kind that no table knows -> in how many rows.
    dated : position -> EDTF of each date that a row names, coded or not.
    read : column of dates -> how it was read.
    decisions : what was decided of whole columns.
    """

    told: pd.DataFrame
    who: pd.DataFrame
    fates: pd.DataFrame
    unknown: dict[str, int]
    dated: pd.Series
    read: dict[str, Dates] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = field(default=())


def codings(
    frame: pd.DataFrame,
    mapping: Mapping,
    kinds: pd.DataFrame,
    left_out: pd.Series,
    whole: dict[str, list[str]],
) -> Codings:
    """Read the rows of a sheet by a mapping.

    Parameters
    ----------
    frame : (n, columns) all str, each row once in the index.
    kinds : the table of kinds; columns kind, parts, participants_min.
    left_out : (n,) rows that are asked not to be told.
    whole : column of dates -> cells of rows that are not in the frame, and that tell as well how
        the column is to be read.

    Raises
    ------
    CannotImport : a column that the mapping names is not there, or a column is ambiguous.
    """
    check_columns(frame, mapping)
    reader = _Reader(frame, mapping, kinds, left_out, whole)
    parts = [reader.read(number, form) for number, form in enumerate(mapping.events)]
    told, who, fates = (pd.concat(own, ignore_index=True) for own in zip(*parts, strict=True))
    dated = pd.concat(reader.dated or [pd.Series(dtype="str")])
    decisions = tuple(dict.fromkeys(reader.decisions))
    return Codings(told, who, fates, reader.unknown, dated, reader.dates, decisions)


class _Reader:
    """The columns of one sheet, each read once."""

    def __init__(
        self,
        frame: pd.DataFrame,
        mapping: Mapping,
        kinds: pd.DataFrame,
        left_out: pd.Series,
        whole: dict[str, list[str]],
    ) -> None:
        self.frame, self.mapping, self.left_out = frame, mapping, left_out
        kinds = kinds.set_index("kind")
        self.parts = {str(kind): str(parts).split() for kind, parts in kinds["parts"].items()}
        self.least = kinds["participants_min"].astype("int64")
        self.unknown: dict[str, int] = {}
        self.decisions: list[Decision] = []
        self.dated: list[pd.Series] = []
        self.whole = whole
        self.dates: dict[str, Dates] = {}

    def read(self, number: int, form: EventForm) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Told, who and fates of one form."""
        frame = self.frame
        asked = pd.Series(True, index=frame.index)
        for column, values in form.where.items():
            asked &= frame[column].isin(values)
        frame = frame[asked]
        reason = pd.Series("", index=frame.index, dtype="str")
        outcome = reason.copy()

        def lost(mask: pd.Series, name: str, why: pd.Series | str) -> None:
            mask = mask & (outcome == "")
            reason.loc[mask] = why[mask] if isinstance(why, pd.Series) else why
            outcome.loc[mask] = name

        lost(self.left_out[asked], "left out", "as --keep asks")
        told, unknown = kinds_told(form, frame, self.mapping, set(self.parts), self.left_out)
        self.unknown |= unknown
        cells, words = told.pop("cell"), told.pop("words")
        lost(told["kind"] == SKIP, "not coded", '"' + cells + '" is of no kind here')
        lost(told["kind"] == "", "rejected", '"' + cells + '" is a kind that the mapping lacks')
        dates, refused = self._dates(form.date, frame)
        lost(refused != "", "rejected", refused)
        if form.needs_date:
            lost(dates["date"] == "", "not coded", "has no day for it")
        who = pd.concat([self._who(each, frame, told) for each in form.who] or [_nobody()])
        who = who.drop_duplicates(["row", "name", "code", "part"])
        persons = who.assign(key=who["code"].where(who["code"] != "", who["name"].str.casefold()))
        counts = persons.drop_duplicates(["row", "key"])["row"].value_counts()
        number_of = counts.reindex(frame.index, fill_value=0)
        least = self.least.reindex(told["kind"], fill_value=0).set_axis(frame.index)
        if self.mapping.machine_coded and "pair" in self.mapping.merge.by:
            least = least.clip(lower=2)  # who did what to whom, or nothing
        few = number_of.astype("str") + " of the " + least.astype("str")
        why = "names " + few + " actors that its kind needs" + _not_parted(form, who, frame.index)
        lost(number_of < least, "rejected", why)
        kept = outcome == ""
        told = (
            told.join(dates)
            .join(self._amounts(form, frame, told["kind"]))
            .assign(
                form=number,
                place=first_filled(frame, form.place),
                process=first_filled(frame, form.process),
                summary=filled_in(frame.assign(**{WORDS: words}), form.summary),
                note=filled_in(frame, form.note),
                story=frame[self.mapping.merge.story] if self.mapping.merge.story else "",
            )
        )
        told = told[kept].rename_axis("row").reset_index()
        who = who[who["row"].isin(frame.index[kept])].assign(form=number)
        fates = pd.DataFrame({"row": frame.index, "outcome": outcome, "reason": reason})
        return told, who, fates[~kept]

    def _dates(self, date: When, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
        """(n,) date, date_basis, date_note; and why a cell is not read, "" where it is."""
        refused = pd.Series("", index=frame.index, dtype="str")
        note = refused
        if date.year is not None:
            named = [column for column in (date.year, date.month, date.day) if column is not None]
            parts = frame[named].mask(frame[named].isin(date.unknown), "")
            cells = parts[date.year]
            for column in named[1:]:
                cells = cells + "-" + parts[column].str.zfill(2)
            cells = cells.where(parts[date.year] != "", "").str.replace(
                r"(-0?0|-)+$", "", regex=True
            )
            dates, why = self._read_dates(cells, date.year)
        elif date.first is not None and date.last is not None:
            first, why_first = self._read_dates(frame[date.first], date.first)
            last, why_last = self._read_dates(frame[date.last], date.last)
            why = why_first.where(why_first != "", why_last)
            joined = first + "/" + last if date.lasted else "[" + first + ".." + last + "]"
            dates = joined.where((first != last) & (first != "") & (last != ""), first)
            backwards = (dates == joined) & (last < first)
            why = why.mask(backwards, f"{date.last} lies before {date.first}")
        else:
            cells = first_filled(frame, date.column)
            dates, why = self._read_dates(cells, ", ".join(date.column))
            note = note.mask(dates != cells, 'written "' + cells + '"')
        basis = pd.Series("stated", index=frame.index, dtype="str").where(dates != "", "")
        made = pd.DataFrame({"date": dates, "date_basis": basis, "date_note": note})
        return made, why

    def _read_dates(self, cells: pd.Series, column: str) -> tuple[pd.Series, pd.Series]:
        read = read_dates([*cells, *self.whole.get(column, ())], column, self.mapping.dates)
        self.dates[column] = read
        self.decisions += read.decisions
        dates = read.of(cells)
        self.dated.append(dates[dates != ""])
        why = looked_up(cells, read.refused)
        told = f'{column}: "' + cells + '" ' + why
        return dates, why.mask(why != "", told)

    def _amounts(self, form: EventForm, frame: pd.DataFrame, kind: pd.Series) -> pd.DataFrame:
        amount = form.amount
        made = pd.DataFrame(float("nan"), index=frame.index, columns=_AMOUNTS)
        text = pd.Series("", index=frame.index, dtype="str")
        if amount is None:
            return made.assign(amount_text=text, amount_of="", each=0)
        if amount.column:
            text = first_filled(frame, amount.column)
            read = read_amounts(text, ", ".join(amount.column), self.mapping.decimal)
            self.decisions += read.decisions
            made = read.of(text)
            if read.unread:
                few = ", ".join(f'"{word}"' for word in read.unread[:3])
                told = f"{len(read.unread)} that give no number, kept as words: {few}"
                self.decisions.append(Decision(f"amounts in {amount.column[0]}", told))
        for bound, column in zip(_AMOUNTS, (amount.low, amount.best, amount.high), strict=True):
            if column:
                read = read_amounts(frame[column], column, self.mapping.decimal)
                self.decisions += read.decisions
                given = read.of(frame[column])
                made[bound] = given["amount_best"].fillna(given[bound])
        low, best, high = (made[bound] for bound in _AMOUNTS)
        # Bounds that contradict each other are none: the words stay.
        broken = (low > best) | (best > high) | (low > high)
        if broken.any():
            told = f"{broken.sum():,} whose low, best and high contradict each other, left out"
            self.decisions.append(Decision("amounts", told))
            made = made.mask(broken)
        stated = made.notna().any(axis=1) | (text != "")
        if isinstance(amount.of, str):
            of = pd.Series(amount.of, index=frame.index, dtype="str")
        else:
            of = looked_up(kind, amount.of)
        beside = stated & (of == "") & kind.isin(list(self.parts))
        if beside.any():
            kinds = ", ".join(sorted(kind[beside].unique()))
            told = f"{beside.sum():,} of kinds whose numbers count nothing here ({kinds}), not read"
            self.decisions.append(Decision("amounts", told))
        each = amount.each or 0
        of = of.where(stated | (each > 0), "")
        # A bare number is no wording.
        worded = (of != "") & ~text.str.fullmatch(r"[\d.,' ]*")
        return made.mask(of == "").assign(
            amount_text=text.where(worded, ""), amount_of=of, each=each
        )

    def _who(self, who: Who, frame: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
        name = first_filled(frame, who.name)
        made = pd.DataFrame({"row": frame.index, "name": name})
        made["code"] = frame[who.code] if who.code else ""
        made["side"] = frame[who.side] if who.side else ""
        made["state"] = who.state_where_code_is_side & (
            (made["code"].where(made["code"] != "", made["name"]) == made["side"])
            & (made["side"] != "")
        )
        made["kind"] = told["kind"]
        own = told["first" if who.part == "initiator" else "second"]
        made["part"] = own.where(own != "", who.part)
        made["role"] = who.role
        made["name"] = made["name"].where(made["name"] != "", made["code"])
        if who.split:
            made = made.assign(name=made["name"].str.split(who.split)).explode("name")
            made["name"] = made["name"].str.strip()
        made = made[made["name"] != ""]
        same = {name.casefold(): one for name, one in self.mapping.names.items()}
        one = looked_up(made["name"].str.casefold(), same)
        made["name"] = one.where(one != "", made["name"])
        made["part"] = _allowed(made["kind"], made["part"], self.parts)
        return made.drop(columns="kind").reset_index(drop=True)


def _not_parted(form: EventForm, who: pd.DataFrame, rows: pd.Index) -> pd.Series:
    """Of each row what to do where one of its names seems to be several; "" where none does."""
    sign = next((each.split for each in form.who if each.split), "")
    joined = who["row"][who["name"].str.contains(_JOINED) & bool(sign)]
    told = f'; a name in it has a comma, a dash or "and", and names are parted at "{sign}" (split)'
    return pd.Series(rows.isin(joined), index=rows).map({True: told, False: ""}).astype("str")


def _allowed(kind: pd.Series, part: pd.Series, parts: dict[str, list[str]]) -> pd.Series:
    """The part, or the plainest one that the kind has where it lacks this one."""
    pairs = pd.MultiIndex.from_arrays([kind, part])
    chosen = {}
    for pair in pairs.unique():
        own = parts.get(pair[0], [])
        chosen[pair] = next((p for p in (pair[1], "participant", "subject") if p in own), pair[1])
    return pd.Series([chosen[pair] for pair in pairs], index=kind.index, dtype="str")


def _nobody() -> pd.DataFrame:
    columns = ["name", "code", "side", "state", "part", "role"]
    return pd.DataFrame(columns=columns, dtype="str").assign(row=pd.Series(dtype="int64"))
