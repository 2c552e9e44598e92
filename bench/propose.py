"""How well candidates are proposed: recall and precision by kind, article by article.

    python -m bench.propose --texts FOLDER [--plover FILE] [--labelled CSV]

The texts of the sources are looked for by their sha256 in FOLDER. Each article is left out in turn:
the only thing that is learnt from the tables is who the actors are, and for an article those are
taken whom the other articles name. The words for kinds are general ones, but they were written by
somebody who had read the three articles, so that these figures say little of other texts.

The second set says more: the gold standard records of PLOVER, sentences of the CAMEO manual with
one type each (github.com/openeventdata/PLOVER, gold_standard_records/PLOVER_GSR_CAMEO.txt,
CC BY-SA 4.0; not kept here). Their type CONSULT is a contact; a sentence has one type alone, so
that a contact in a sentence of another type counts as wrong.

Texts of one's own say most: of those in FOLDER, ``--labelled`` names what each sentence tells, in
the columns file, sentence (the how manieth of the text) and kind. Label before looking at
candidates. Texts that nobody had written words by, each set measured once and only then
looked into, with contacts, delegations, halts, releases and counts (in brackets the words that were
written for the three articles alone):

    five news texts of 2023-25, 42 sentences       recall 0.76 (0.41), precision 0.76 (0.44)
    five more, 52 sentences                        recall 0.60 (0.47), precision 0.69 (0.54)
    six more, 44 sentences                         recall 0.84 (0.42), precision 0.70 (0.38)

The words were extended after each; one person labelled them all.

A sentence and a kind are one case. It is found where the kind is offered for the sentence, and
right where the table has a passage of the kind in it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.intake.kinds import Kinds
from analysis.intake.names import Names
from analysis.intake.propose import candidates, sentences
from analysis.package.check import read_checked
from analysis.package.quotes import find
from analysis.package.reading import RawTable
from analysis.package.texts import at_hand, paragraphs

KINDS = ("contact", "delegation", "talks_halted", "release", "count_report")
SEEDS = Path(__file__).resolve().parents[1] / "seeds"

Case = tuple[int, str, str]


@dataclass
class Score:
    """Cases of one kind."""

    there: set[Case] = field(default_factory=set)
    offered: set[Case] = field(default_factory=set)

    def row(self) -> str:
        both = len(self.there & self.offered)
        recall = f"{both / len(self.there):.2f}" if self.there else "-"
        precision = f"{both / len(self.offered):.2f}" if self.offered else "-"
        return f"{len(self.there):5} {len(self.offered):7} {both:5} {recall:>7} {precision:>9}"


def table(scores: dict[str, Score]) -> None:
    """Print a line for each kind, and one for all."""
    print(f"{'':14}{'told':>5} {'offered':>7} {'both':>5} {'recall':>7} {'precision':>9}")
    for kind, score in scores.items():
        print(f"{kind:14}{score.row()}")
    whole = Score(
        {case for score in scores.values() for case in score.there},
        {case for score in scores.values() for case in score.offered},
    )
    print(f"{'all':14}{whole.row()}")


def told(source: str, text: list[str], raw: dict[str, RawTable]) -> set[Case]:
    """Paragraph, sentence and kind of each passage of a source."""
    evidence, events = raw["evidence"].frame, raw["events"].frame
    kind_of = dict(zip(events["event_id"], events["kind"], strict=True))
    own = evidence[evidence["source_id"] == source]
    found = set()
    for event, place, quote in zip(own["event_id"], own["paragraph"], own["quote"], strict=True):
        for sentence in sentences(text[int(place) - 1]):
            if find(quote, [sentence]):
                found.add((int(place), sentence, kind_of[event]))
    return found


def named_elsewhere(source: str, raw: dict[str, RawTable]) -> pd.DataFrame:
    """The actors who take part or speak in what other sources tell."""
    evidence = raw["evidence"].frame
    others = evidence[evidence["source_id"] != source]
    taken = raw["participants"].frame
    known = set(taken.loc[taken["event_id"].isin(others["event_id"]), "actor_id"])
    known |= set(others["speaker"])
    actors = raw["actors"].frame
    return actors[actors["actor_id"].isin(known)].reset_index(drop=True)


def articles(texts: Path) -> None:
    """Each article that is at hand, left out in turn."""
    codebook, raw = read_checked(SEEDS)
    kinds = Kinds(codebook, raw)
    total: dict[str, Score] = {kind: Score() for kind in KINDS}
    for source, text in at_hand(raw["sources"].frame, texts).items():
        scores = {kind: Score() for kind in KINDS}
        names = Names(named_elsewhere(source, raw))
        offered = {(c.paragraph, c.sentence, c.kind) for c in candidates(text, names, kinds)}
        for kind in KINDS:
            scores[kind].there = {case for case in told(source, text, raw) if case[2] == kind}
            scores[kind].offered = {case for case in offered if case[2] == kind}
            total[kind].there |= scores[kind].there
            total[kind].offered |= scores[kind].offered
        print(f"\n{source}, {len(text)} paragraphs, {len(names.actors)} actors named elsewhere")
        table(scores)
        for kind in KINDS:
            for _, sentence, _ in sorted(scores[kind].there - scores[kind].offered):
                print(f"  missed {kind}: {sentence[:40]}...")
    print("\nall articles")
    table(total)


def plover(path: Path) -> None:
    """Sentences with a PLOVER type each: contacts, which are what CONSULT means."""
    codebook, raw = read_checked(SEEDS)
    kinds, nobody = Kinds(codebook, raw), Names(raw["actors"].frame.iloc[:0])
    records = [r for r in json.loads(path.read_text("utf-8")) if r.get("text")]
    score = Score()
    for record in records:
        case = (0, record["text"], "contact")
        if record["event"] == "CONSULT":
            score.there.add(case)
        if any(c.kind == "contact" for c in candidates([record["text"]], nobody, kinds)):
            score.offered.add(case)
    print(f"\n{path.name}: {len(records)} records with a PLOVER type each")
    table({"contact": score})


def labelled(labels: Path, texts: Path) -> None:
    """Texts with the kinds that a person finds in each sentence: all kinds for which words are."""
    codebook, raw = read_checked(SEEDS)
    kinds, names = Kinds(codebook, raw), Names(raw["actors"].frame)
    with labels.open(encoding="utf-8", newline="") as file:
        rows = [(row["file"], int(row["sentence"]), row["kind"]) for row in csv.DictReader(file)]
    scores = {kind: Score() for kind in (*KINDS, *sorted({row[2] for row in rows} - {*KINDS}))}
    for name in dict.fromkeys(row[0] for row in rows):
        text = paragraphs((texts / name).read_text(encoding="utf-8"))
        told = [sentence for paragraph in text for sentence in sentences(paragraph)]
        case = {
            sentence: (number, f"{name}: {sentence}") for number, sentence in enumerate(told, 1)
        }
        for file, number, kind in rows:
            if file == name:
                scores[kind].there.add((*case[told[number - 1]], kind))
        for one in candidates(text, names, kinds):
            scores.setdefault(one.kind, Score()).offered.add((*case[one.sentence], one.kind))
    print(f"\n{labels.name}")
    table({kind: scores[kind] for kind in KINDS})
    print("\nother kinds")
    table({kind: score for kind, score in scores.items() if kind not in KINDS})
    for what in ("missed", "wrong"):
        for kind, score in scores.items():
            cases = score.there - score.offered if what == "missed" else score.offered - score.there
            for number, sentence, _ in sorted(cases):
                print(f"  {what} {kind}: {number}, {sentence[:70]}...")


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure what is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path, default=SEEDS / "texts")
    parser.add_argument("--plover", type=Path)
    parser.add_argument("--labelled", type=Path)
    options = parser.parse_args(None if arguments is None else list(arguments))
    if options.labelled:
        labelled(options.labelled, options.texts)
    else:
        articles(options.texts)
    if options.plover:
        plover(options.plover)


if __name__ == "__main__":
    main()
