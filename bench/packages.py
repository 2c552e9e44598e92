"""Data packages of any size, made by a fixed seed: what is measured at 10^3 to 10^6 events.

The mixture is that of a coded negotiation (contacts, halts, offers, releases, counts); sources,
actors, flows and the evidence of the first call can be made many, as in a large project.
`python -m bench.packages FOLDER --events 1000` writes one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
FIRST = "2022-01-01"
SIDES = ("Northern", "Southern", "Hosts", "Neighbours")
CHANNELS = ("phone", "in_person", "video", "via_mediator", "letter", "unknown")
COUNTED = ("capture", "release", "count_report")
SHARES = {
    "contact": 0.60,
    "position": 0.10,
    "talks_progress": 0.08,
    "mediator_action": 0.06,
    "delegation": 0.05,
    "talks_halted": 0.03,
    "talks_resumed": 0.03,
    "release": 0.02,
    "count_report": 0.02,
    "capture": 0.01,
}


@dataclass(frozen=True)
class Size:
    """How large a package is.

    Attributes
    ----------
    events : rows of ``events.csv``; there are twice as many of evidence and participants.
    sources, actors, days : how many of each; each source narrates all days.
    flows : at most so many captures and releases; None is what the shares give.
    evidence_of_first : pieces of evidence for the first call alone.
    """

    events: int
    sources: int = 20
    actors: int = 40
    days: int = 480
    flows: int | None = None
    evidence_of_first: int = 2


def write(folder: Path, size: Size, seed: int = 20250120) -> Path:
    """Write the package of a size and seed; the same bytes on every machine."""
    chance = np.random.Generator(np.random.PCG64(seed))
    folder.mkdir(parents=True, exist_ok=True)
    described = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    described |= {"name": "made", "title": f"{size.events:,} events made by a fixed seed"}
    (folder / "datapackage.json").write_text(json.dumps(described, indent=2), encoding="utf-8")
    (folder / "kinds.csv").write_bytes((SEEDS / "kinds.csv").read_bytes())
    columns = {
        table["name"]: [field["name"] for field in table["schema"]["fields"]]
        for table in described["resources"]
    }
    days = pd.date_range(FIRST, periods=size.days).strftime("%Y-%m-%d").to_numpy()
    events, at = _events(chance, size)
    made = {
        "sources": _sources(size, days),
        "actors": _actors(size),
        "events": events,
        "participants": _participants(chance, events, size),
        "evidence": _evidence(chance, events, at, size, days),
    }
    for name, frame in made.items():
        whole = frame.reindex(columns=columns[name], fill_value="")
        whole.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    return folder


def _sources(size: Size, days: Sequence[str]) -> pd.DataFrame:
    number = range(1, size.sources + 1)
    return pd.DataFrame(
        {
            "source_id": [f"source-{n}" for n in number],
            "label": [f"Source {n}" for n in number],
            "type": "text",
            "headline": [f"Report number {n} on the talks of the two sides" for n in number],
            "publisher": "not stated",
            "published": days[-1],
            "published_basis": "stated",
            "language": "en",
            "sha256": [hashlib.sha256(str(n).encode()).hexdigest() for n in number],
            "covers": f"{days[0]}/{days[-1]}",
        }
    )


def _actors(size: Size) -> pd.DataFrame:
    number = np.arange(1, size.actors + 1)
    side = np.array(SIDES)[number % len(SIDES)]
    roles = np.array(["party", "party", "mediator", "humanitarian"])
    return pd.DataFrame(
        {
            "actor_id": [f"actor-{n}" for n in number],
            "name": [f"Person of office number {n}" for n in number],
            "short": [f"Person {n}" for n in number],
            "kind": "person",
            "side": side,
            "role": roles[number % len(SIDES)],
            "level": np.array([5, 4, 3, 2, 0])[number % 5],
            "named": "yes",
        }
    )


def _events(chance: np.random.Generator, size: Size) -> tuple[pd.DataFrame, np.ndarray]:
    """The events, and the day (number) on which each happened."""
    kind = chance.choice(list(SHARES), size.events, p=list(SHARES.values()))
    kind[0] = "contact"
    modality = chance.choice(["actual", "planned"], size.events, p=[0.95, 0.05])
    modality[0] = "actual"
    if size.flows is not None:
        flows = np.flatnonzero(np.isin(kind, ["capture", "release"]))
        kind[flows[size.flows :]] = "position"
    contact = kind == "contact"
    channel = chance.choice(CHANNELS, size.events, p=[0.4, 0.3, 0.1, 0.05, 0.05, 0.1])
    number = range(1, size.events + 1)
    frame = pd.DataFrame(
        {
            "event_id": [f"event-{n}" for n in number],
            "kind": kind,
            "channel": np.where(contact, channel, ""),
            "modality": modality,
            "amount_of": np.where(np.isin(kind, COUNTED), "hostages", ""),
            "topic": np.where(contact, "", "state_of_talks"),
            "summary": [f"What was told as number {n} took place." for n in number],
        }
    )
    return frame, chance.integers(0, size.days, size.events)


def _participants(chance: np.random.Generator, events: pd.DataFrame, size: Size) -> pd.DataFrame:
    """Two of each event, the first actors more often than the last, as it is with people."""
    weight = 1 / np.arange(1, size.actors + 1)
    first = chance.choice(size.actors, size.events, p=weight / weight.sum())
    other = (first + chance.integers(1, size.actors, size.events)) % size.actors
    kinds = pd.read_csv(SEEDS / "kinds.csv", dtype=str).set_index("kind")["parts"].str.split()
    parts = {kind: (own[0], own[-1]) for kind, own in kinds.items()}
    part = [parts[kind] for kind in events["kind"]]
    both = [
        pd.DataFrame(
            {
                "event_id": events["event_id"],
                "actor_id": [f"actor-{n + 1}" for n in who],
                "part": [pair[which] for pair in part],
            }
        )
        for which, who in enumerate((first, other))
    ]
    return pd.concat(both).sort_index(kind="stable")


def _evidence(
    chance: np.random.Generator, events: pd.DataFrame, at: np.ndarray, size: Size, days: np.ndarray
) -> pd.DataFrame:
    """Two passages of each event; some give a stretch of days, or an order to the event before."""
    of = np.repeat(np.arange(size.events), 2)
    of = np.concatenate([of, np.zeros(max(0, size.evidence_of_first - 2), dtype=int)])
    count = len(of)
    day = days[at[of]]
    draw = chance.random(size.events)
    draw[0] = 0.5  # the first has a day
    draw = draw[of]
    later = days[np.minimum(at[of] + 5, size.days - 1)]
    date = np.where(draw < 0.06, [f"[{a}..{b}]" for a, b in zip(day, later, strict=True)], day)
    order = (draw > 0.97) & (of > 0)
    before = np.where(order, at[of] >= at[np.maximum(of - 1, 0)], False)
    amount = chance.integers(1, 20, size.events)[of].astype(str)
    counted = events["amount_of"].to_numpy()[of] != ""
    return pd.DataFrame(
        {
            "evidence_id": [f"E{n:03d}" for n in range(1, count + 1)],
            "event_id": events["event_id"].to_numpy()[of],
            "source_id": [f"source-{n + 1}" for n in chance.integers(0, size.sources, count)],
            "paragraph": chance.integers(1, 60, count),
            "quote": "words of the source that mark the place",
            "speaker": np.where(
                chance.random(count) < 0.3,
                [f"actor-{n + 1}" for n in chance.integers(0, size.actors, count)],
                "the source",
            ),
            "stance": "asserts",
            "term": np.where(counted, "people held", ""),
            "date": date,
            "date_basis": "stated",
            "relation": np.where(order, np.where(before, "not_before", "not_after"), ""),
            "anchor": np.where(order, events["event_id"].to_numpy()[np.maximum(of - 1, 0)], ""),
            "amount_low": np.where(counted, amount, ""),
            "amount_best": np.where(counted, amount, ""),
            "amount_high": np.where(counted, amount, ""),
            "amount_text": np.where(counted, amount, ""),
        }
    )


def main() -> None:
    """Write one package, as the command line says."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    for name, default in (("events", 1000), ("sources", 20), ("actors", 40), ("days", 480)):
        options.add_argument(f"--{name}", type=int, default=default)
    options.add_argument("--flows", type=int)
    options.add_argument("--evidence-of-first", type=int, default=2)
    given = vars(options.parse_args())
    folder = given.pop("folder")
    print(write(folder, Size(**given)))


if __name__ == "__main__":
    main()
