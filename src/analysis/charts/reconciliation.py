"""The reconciliation as a waterfall: baseline, each flow, what is implied, reported, and left over.

Bars stand at the upper side of the running number; where the lower side has no stated bound, the
bar ends open, with an arrow. What has no number is a bar of its own and corrects nothing. Of very
many steps the first and the last are drawn; how many lie between is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.base import Chart, Link, house_style
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import Key, Panel, sheet
from analysis.charts.layout.ticks import count_nothing, count_people
from analysis.measures import Measures
from analysis.measures.columns import each, flat, merged
from analysis.package.amounts import Bounds
from analysis.palette import colour
from analysis.report import findings
from analysis.report.wording import quoted, sentence, shortened, within

_LANE = 0.27  # inches
_FIRST, _LAST = 2, 22
"""Of more steps than these together, so many at the start and at the end are drawn."""

_LOOK = {"baseline": "stock", "implied": "stock", "report": "cover", "rest": "rest"}


@dataclass(frozen=True)
class Step:
    """One bar: where it begins and ends (persons), how it looks, and what is said beside it."""

    row: Any
    low: float
    high: float
    name: str
    look: str
    open_left: bool
    words: tuple[str, ...]

    @property
    def dates(self) -> str:
        return within(self.row.earliest, self.row.latest)

    @property
    def link(self) -> Link | None:
        name = f"{self.dates}: {self.row.label}, {self.words[0]}".lstrip(": ")
        return Link.to(self.row.evidence, name)


@house_style()
def reconciliation(m: Measures, ax: Axes | None = None) -> Chart:
    """Steps from the baseline to the rest, from top to bottom."""
    said, whole = findings.reconciliation(m), _steps(list(each(m.reconciliation)))
    steps = _most(whole)

    def drawn(paper: Paper, ax: Axes | None = None) -> Figure:
        places = _places(steps, paper)
        labels = paper.at_left([place.label for place in places])
        panel = Panel(max(sum(place.height for place in places) * _LANE, 0.6), labels)
        bottom = 32 if any(step.high for step in steps) else 4  # where a scale of people is drawn
        figure, (ax,) = sheet(
            ax, said.title, [panel], key=_key(steps), bottom=bottom, right=16, paper=paper
        )
        _draw(ax, steps, places, m.tables.codebook.held)
        return figure

    table = m.reconciliation.assign(dates=[step.dates for step in whole])
    table.attrs["about"] = {**table.attrs["about"], "dates": "days, in words"}
    shown = ["step", "label", "role", "dates", "amount", "running", "wording", "evidence"]
    return Chart(
        figure=drawn(WIDE, ax),
        narrow=lambda: drawn(NARROW),
        **vars(said),
        evidence=merged(table["evidence"]),
        table=flat(table[shown], bounds=["amount", "running"]),
    )


def _places(steps: list[Step], paper: Paper) -> list[marks.Place]:
    """Where each step stands, in lanes."""
    out: list[marks.Place] = []
    for step in steps:
        label = paper.with_note(sentence(step.row.label), step.dates)
        head = paper.head(label) / _LANE
        start = out[-1].start + out[-1].height if out else 0.0
        out.append(marks.Place(label, start, 1 + head, head))
    return out


def _most(steps: list[Step]) -> list[Step]:
    """The first and the last steps, and between them one that says how many are left out."""
    between = steps[_FIRST:-_LAST]
    if len(between) < 2:
        return steps
    days = [step.row for step in between]
    row = between[0].row._replace(
        label=f"{len(between):,} further steps",
        role="not applied",
        earliest=min((row.earliest for row in days if not pd.isna(row.earliest)), default=pd.NaT),
        latest=max((row.latest for row in days if not pd.isna(row.latest)), default=pd.NaT),
    )
    told = ("not drawn: the table of this figure has them",)
    at = between[-1].high
    gap = Step(row, at, at, "stock", "dashed", False, told)
    return [*steps[:_FIRST], gap, *steps[-_LAST:]]


def _steps(rows: list[Any]) -> list[Step]:
    out: list[Step] = []
    held: float | None = None
    for row in rows:
        amount, running = row.amount, row.running
        after = _upper(running)
        if row.role in ("flow", "not quantified", "not applied"):
            level = next((value for value in (after, held) if value is not None), 0.0)
            start = held if held is not None else level
            unclear = row.role != "flow" or amount is None or amount.high is None
            name = "truce" if row.sign < 0 else "stock"
            look = "bar" if row.role == "flow" else "dashed"
            words = _flow_words(row)
            if held is None and amount is not None and amount.stated:
                # Nothing to reckon from: the amount stands by itself.
                out.append(Step(row, 0.0, marks.ends(amount)[1], name, "bar", False, words))
                continue
            out.append(
                Step(row, min(start, level), max(start, level), name, look,
                     unclear and row.sign < 0 and row.role != "not applied", words)
            )  # fmt: skip
            held = level
            continue
        name = _LOOK.get(row.role, "stock")
        low, high = marks.ends(amount)
        if row.role == "rest":
            base = _reported(out)
            low, high = sorted((base, base + (amount.high if amount.high is not None else 0.0)))
            open_left = amount.low is None
            out.append(Step(row, low, high, name, "dashed", open_left, (amount.words(),)))
            continue
        look = "tint" if row.role == "implied" and low != high else "bar"
        solid = row.role in ("baseline", "report") and low == high
        said = quoted(str(row.wording)) or (amount.words() if amount else "")
        start = 0.0 if solid or (amount is not None and amount.low is None) else low
        out.append(Step(row, start, high, name, look, False, (said,)))
        if row.role == "baseline" or after is not None:
            held = after
    return out


def _upper(bounds: Bounds | None) -> float | None:
    if bounds is None:
        return None
    return bounds.high if bounds.high is not None else bounds.low


def _reported(steps: list[Step]) -> float:
    """Where the last count ends: the rest is drawn from there on."""
    for step in reversed(steps):
        if step.row.role == "report":
            return step.high
    return 0.0


def _flow_words(row: Any) -> tuple[str, ...]:
    amount, sign = row.amount, "−" if row.sign < 0 else "+" if row.sign > 0 else ""
    said = quoted(shortened(str(row.wording or ""), 34))
    if row.role == "not applied":
        note = str(row.note) or "not applied"
        return (f"{said}: {note}".lstrip(": "), f"{said}: before the baseline".lstrip(": "))
    if amount is None or not amount.stated:
        return (f"{said}: number not stated".lstrip(": "), "number not stated")
    plain = amount.low == amount.high and not amount.about
    return (f"{sign}{amount.words()}",) if plain else (f"{said}", f"{sign}{amount.words()}")


def _key(steps: list[Step]) -> list[Key]:
    key = []
    if any(s.open_left and s.low > 0 for s in steps):
        key.append(Key("<", "stock", "no bound stated on this side"))
    rests = dict.fromkeys(s.row.label for s in steps if s.row.role == "rest")
    key += [Key("dashed", "rest", label) for label in rests]
    return key


def _draw(ax: Axes, steps: list[Step], places: list[marks.Place], held: str) -> None:
    marks.rows(ax, places, top=max(sum(place.height for place in places), 1.5))
    top = max([1.0, *(s.high for s in steps)])
    bottom = min([0.0, *(s.low for s in steps)])
    ax.set_xlim(bottom, top * 1.16 if steps else 1)
    if not steps:
        count_nothing(ax)
        marks.say_empty(ax, f"No number of {held} to reckon from in this window")
        return
    if any(s.high for s in steps):
        count_people(ax.xaxis, 6)
        ax.set_xlabel(f"{held} (persons)")
    else:
        count_nothing(ax)
    labels = Labels(ax, reach=12)
    heights = [place.start + place.head + 0.5 for place in places]
    for index, step in enumerate(steps):
        y, link = heights[index], step.link
        if step.row.role not in ("not quantified", "not applied"):
            bar = marks.bar(
                ax, step.low, step.high, y, step.name, look=step.look, link=link, least=2.5
            )
            labels.block(bar)
        if step.open_left and step.low > bottom:
            head = marks.arrow(
                ax, step.low, y, step.name, to="left", link=link, height=0.36,
                hollow=step.row.role != "flow",
            )  # fmt: skip
            labels.block(head)
        if index:
            _connect(ax, steps[index - 1], step, heights[index - 1], y)
    for step, at in zip(steps, heights, strict=True):
        color = {"cover": "ink"}.get(step.name, step.name)
        wide = step.look == "bar" and step.row.role in ("baseline", "report")
        labels.put(
            list(dict.fromkeys(step.words)), (step.low, at - 0.25, step.high, at + 0.25),
            sides=("right", "left") if not wide else ("right", "left", "inside"),
            gap=9 if step.open_left else 4, size=8.5, color=color, inside="paper", link=step.link,
            weight="semibold" if step.row.role == "rest" else "normal",
        )  # fmt: skip


def _connect(ax: Axes, above: Step, step: Step, from_y: float, to_y: float) -> None:
    """A thin line from one bar to the next, where the running number is handed on."""
    if step.row.role in ("report", "rest") or above.row.role == "report":
        return
    if not above.high:  # no number so far: nothing is handed on
        return
    x = above.low if above.row.role == "flow" and above.row.sign < 0 else above.high
    ax.add_line(
        Line2D([x, x], [from_y + 0.25, to_y - 0.25], color=colour("axis"), linewidth=0.8, zorder=1)
    )
