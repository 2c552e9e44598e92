"""A package with a restricted source, and a secret in each of its fields; where secrets come out.

Every secret is a word that stands nowhere else. Each of them is told by the restricted source
alone: in its own row and file, in events that rest on it, in people whom only it names, in rows of
a second coding of it, and in the descriptor where that repeats something of it.
"""

from __future__ import annotations

import base64
import bz2
import csv
import hashlib
import html
import io
import json
import re
import shutil
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf

LAKELAND = Path(__file__).resolve().parent / "packages" / "lakeland"
MIXED = ("capture-1997-06-02", "call-1997-06-03-corde-quill", "call-1997-06-05-corde-quill")
"""Events of public sources that the restricted source tells as well."""
WORD = re.compile("zq[a-j]{4}xv")


class Secrets:
    """Hands out words and remembers them, each with the field that it was planted in."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def __call__(self, field: str, form: str = "{}") -> str:
        number = len(self.planted)
        word = "zq" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}") + "xv"
        assert WORD.fullmatch(word)
        self.planted[word] = field
        return form.format(word)

    def number(self, field: str) -> str:
        """One for fields of figures: an amount that no public source gives."""
        number = f"7{len(self.planted):04d}1937"
        self.planted[number] = field
        return number


def planted_package(folder: Path, events: int = 14) -> tuple[Path, Mapping[str, str]]:
    """The invented package with a restricted source; each secret with the field that it is in."""
    package = Path(shutil.copytree(LAKELAND, folder / "lakeland"))
    secret = Secrets()
    tables = {path.stem: _rows(path) for path in package.glob("*.csv")}
    _plant_sources(package, tables, secret)
    for number in range(events):
        _plant_event(tables, secret, number)
    for event in MIXED:
        _plant_mixed(tables, secret, event)
    _plant_text(package, tables, secret)
    second = _second_coding(tables, secret)
    for name, rows in {**tables, "second_coding": second}.items():
        with (package / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, rows[0].keys(), restval="", lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    _plant_descriptor(package, secret)
    return package, secret.planted


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plant_sources(package: Path, tables: dict[str, Any], secret: Secrets) -> None:
    name = secret("sources.source_id")
    for source in tables["sources"]:
        source["access"] = "public" if source["source_id"].startswith("review") else ""
    own = {
        "source_id": name, "type": "text", "published": "1997-12-01", "published_basis": "inferred",
        "language": "en", "covers": "1997-06-01/1997-11-30",
        "access": "restricted", "address": secret("sources.address", "https://{}.invalid/a"),
    }  # fmt: skip
    for field in ("label", "headline", "publisher", "published_reason", "version", "note"):
        own[field] = secret(f"sources.{field}", "Notes {}")
    tables["sources"].append(own)


def _plant_text(package: Path, tables: dict[str, Any], secret: Secrets) -> None:
    source = tables["sources"][-1]
    quotes = [row["quote"] for row in tables["evidence"] if row["source_id"] == source["source_id"]]
    text = " ".join([*quotes, secret("text", "{} is what nobody must read.")])
    (package / "texts" / f"{source['source_id']}.txt").write_text(text, encoding="utf-8")
    source["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    secret.planted[source["sha256"]] = "sources.sha256"


def _plant_event(tables: dict[str, Any], secret: Secrets, number: int) -> None:
    event, actor = secret("events.event_id"), secret("actors.actor_id")
    kind = {"kind": secret("kinds.kind"), "family": "contact", "participants_min": "2"}
    kind |= {field: secret(f"kinds.{field}") for field in ("label", "definition", "cameo")}
    tables["kinds"].append(kind | {"parts": "initiator recipient"})
    own = {"event_id": event, "kind": kind["kind"], "channel": "letter", "modality": "actual"}
    own |= {field: secret(f"events.{field}", "At {}") for field in ("process", "place", "summary")}
    own |= {"note": secret("events.note", "As {} told us."), "amount_of": "contacts"}
    tables["events"].append(own)
    person = {"actor_id": actor, "kind": "person", "role": "party", "level": "2", "named": "yes"}
    person |= {f: secret(f"actors.{f}", "Mr {}") for f in ("name", "short", "side", "note")}
    tables["actors"].append(person)
    tables["participants"] += [
        {"event_id": event, "actor_id": actor, "part": "initiator"},
        {"event_id": event, "actor_id": "quill", "part": "recipient"},
    ]
    tables["evidence"].append(
        _evidence(tables, secret, event)
        | {"date": f"1997-07-{number + 1:02d}", "date_basis": "relative", "speaker": actor}
        | {"amount_best": secret.number("evidence.amount_best"), "blames": actor}
    )


def _evidence(tables: dict[str, Any], secret: Secrets, event: str) -> dict[str, str]:
    number = f"E99{len(tables['evidence']):04d}"
    secret.planted[number] = "evidence.evidence_id"
    source = tables["sources"][-1]["source_id"]
    row = {"evidence_id": number, "event_id": event, "source_id": source, "paragraph": "1"}
    row |= {"stance": "asserts", "speaker": "the source"}
    forms = {"quote": "{} must not be read", "date_note": "Before {}.", "amount_text": "{} men"}
    return row | {f: secret(f"evidence.{f}", form) for f, form in forms.items()} | {
        "term": secret("evidence.term")
    }  # fmt: skip


def _plant_mixed(tables: dict[str, Any], secret: Secrets, event: str) -> None:
    """What the row of an event says may rest on the restricted source, where it tells of it too."""
    own = next(row for row in tables["events"] if row["event_id"] == event)
    for field in ("summary", "note", "place", "process"):
        own[field] = secret(f"events.{field}", "{} was there.")
    tables["evidence"].append(_evidence(tables, secret, event))
    person = {"actor_id": secret("actors.actor_id"), "kind": "person", "role": "other"}
    person |= {"level": "0", "named": "no", "name": secret("actors.name"), "side": ""}
    tables["actors"].append(person | {"short": secret("actors.short")})
    part = "subject" if event.startswith("capture") else "participant"
    took = {"event_id": event, "actor_id": person["actor_id"], "part": part}
    tables["participants"].append(took)


def _second_coding(tables: dict[str, Any], secret: Secrets) -> list[dict[str, str]]:
    restricted = tables["sources"][-1]["source_id"]
    own = next(row for row in tables["evidence"] if row["source_id"] == restricted)
    columns = ["code_id", "event_id", "kind", "channel", "date", "date_basis", "modality"]
    columns += ["amount_low", "amount_best", "amount_high", "amount_of", "amount_text"]
    columns += ["participants", "source_id", "paragraph", "speaker", "summary", "note"]
    blank = dict.fromkeys(columns, "")
    public = blank | {
        "code_id": "C001", "event_id": MIXED[1], "kind": "contact", "channel": "phone",
        "date": "1997-06-03", "date_basis": "stated", "modality": "actual",
        "participants": "corde:initiator quill:recipient", "source_id": "account-1997-06",
        "paragraph": "4", "speaker": "the source", "summary": "A call.",
    }  # fmt: skip
    hidden = public | {"source_id": restricted, "summary": secret("second.summary", "{} called")}
    hidden |= {"code_id": "C002", "event_id": own["event_id"], "note": secret("second.note")}
    new = hidden | {"code_id": "C003", "event_id": "", "summary": secret("second.summary")}
    return [public, hidden, new]


def _plant_descriptor(package: Path, secret: Secrets) -> None:
    path = package / "datapackage.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["sources"] = [{"title": secret("descriptor.sources"), "path": "texts"}]
    told["x-notes"] = secret("descriptor.x-notes")
    for resource in told["resources"]:
        resource["hash"] = secret("descriptor.hash", "md5:{}")
        resource["sources"] = [{"title": secret("descriptor.resource.sources")}]
        for field in resource["schema"]["fields"]:
            if field["name"] in ("quote", "summary", "headline"):
                field["example"] = secret("descriptor.example")
            if field["name"] == "topic":
                word = secret("descriptor.topic")
                field["categories"].append({"value": word, "label": secret("descriptor.label")})
                field["constraints"]["enum"].append(word)
    told["resources"].append({"name": secret("descriptor.resource"), "path": "interviews.txt"})
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


# Where they come out


def found_in(secrets: Iterable[str], folder: Path) -> dict[str, set[str]]:
    """Each secret that can be read below a folder, with the files that it is in."""
    listed, found = {*secrets}, dict[str, set[str]]()
    others = [secret for secret in listed if not WORD.fullmatch(secret)]
    for path in sorted(folder.rglob("*")):
        for text in (path.name, *(readable(path.read_bytes()) if path.is_file() else ())):
            told = {other for other in others if other in text}
            for secret in told | (listed & {*WORD.findall(text)}):
                found.setdefault(secret, set()).add(str(path.relative_to(folder)))
    return found


def readable(data: bytes) -> Iterator[str]:
    """Every text that the bytes of a file hold: plain, escaped, packed, inside a PDF."""
    start = data.find(b"%PDF-", 0, 64)
    if start >= 0:  # an entry of the cache begins with a checksum
        yield from _in_pdf(data[start:])
    text = data.decode("utf-8", "replace")
    yield text
    yield html.unescape(text)
    yield urllib.parse.unquote(text)
    yield text.replace("\u00ad", "").replace("\u2060", "").replace("\n", "")
    for packed in re.findall(r"base64,([A-Za-z0-9+/=]{16,})", urllib.parse.unquote(text)):
        yield from _unpacked(base64.b64decode(packed + "=="))


def _unpacked(data: bytes) -> Iterator[str]:
    if data.startswith(b"BZh"):
        data = bz2.decompress(data)
    yield data.decode("utf-8", "replace")
    yield html.unescape(data.decode("utf-8", "replace"))


@lru_cache(1)  # the cache holds the one of the report
def _in_pdf(data: bytes) -> frozenset[str]:
    return frozenset(_texts_of_pdf(data))


def _texts_of_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                try:
                    yield from _unpacked(one.read_bytes())
                except (pikepdf.PdfError, zlib.error):  # a picture
                    yield from _unpacked(one.read_raw_bytes())
            elif isinstance(one, pikepdf.Dictionary | pikepdf.Array | pikepdf.String):
                yield repr(one)
        yield str(pdf.docinfo)
    reader = pypdf.PdfReader(io.BytesIO(data))
    for name, files in reader.attachments.items():
        yield name
        yield from (file.decode("utf-8", "replace") for file in files)
    for page in reader.pages:
        text = page.extract_text()
        yield text
        yield re.sub(r"[\s\u00ad\u2060\u200b]", "", text)
