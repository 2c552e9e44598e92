"""Every result table of the measures: its columns, each with its type, its unit and its meaning.

One row of ``CONTACTS`` is described at :func:`analysis.measures.contacts.dated_contacts`, and so
on: which rows a table has, and in which order, is said where it is computed.
"""

from __future__ import annotations

from analysis.measures.columns import (
    COUNT,
    DAY,
    FLAG,
    NUMBER,
    OBJECT,
    TEXT,
    Column,
    Columns,
)

EVENT = Column("event_id", TEXT, "event")
EARLIEST = Column("earliest", DAY, "first day that the date allows; empty = open")
LATEST = Column("latest", DAY, "last day that the date allows; empty = open")
DATE_BASIS = Column(
    "date_basis", TEXT, "how its day is known: stated, relative, publication, inferred"
)
START = Column("start", DAY, "first day")
END = Column("end", DAY, "last day, included")
DAYS = Column("days", COUNT, "length", "days")
COVERED = Column("covered_days", COUNT, "days that at least one source covers", "days")
SERIES = Column("series", TEXT, "call (telephone or video), meeting or visit (in person), other")
OR_MORE = Column("or_more", FLAG, "told as several without a number: at least as many as counted")
CHANNEL = Column("channel", TEXT, "channel as coded")
PAIR = Column("pair", TEXT, "the two in contact (names), in no order")
ACTORS = Column("actors", OBJECT, "ids of those who took part")
PAIRS = Column("pairs", OBJECT, "pairs of ids in touch, in no order")
AMOUNT = Column("amount", OBJECT, "bounds as stated; empty = not stated")
PERSONS = Column("amount", OBJECT, "bounds as stated; empty = not stated", "persons")
WORDING = Column("wording", TEXT, "the source's own words")
QUANTIFIED = Column("quantified", FLAG, "false where no number is stated: it is not zero")
PLACE = Column("place", TEXT, "place, where stated")
SUMMARY = Column("summary", TEXT, "what is said to have happened")
WHY = Column("why", TEXT, "why it is listed and not counted")
CONTACT_COUNT = Column("count", COUNT, "dated contacts", "count")
CALLS = Column("calls", COUNT, "dated calls", "count")
PER_WEEK = Column("per_week", NUMBER, "contacts per week of covered time; empty = none", "1/week")
LOW = Column("low", NUMBER, "lower end of the exact interval", "1/week")
HIGH = Column("high", NUMBER, "upper end of the exact interval", "1/week")
SOURCE = Column("source_id", TEXT, "source")
SOURCE_LABEL = Column("label", TEXT, "short name of the source")
STATEMENTS = Column("count", COUNT, "rows of evidence", "count")
EVENTS = Column("events", COUNT, "events that it gives evidence for", "count")
SHARE = Column("share", NUMBER, "share of the events; empty where there are none", "0 to 1")
EVIDENCE = Column("evidence", OBJECT, "ids of the evidence")

# Coverage and sources
STRETCHES = Columns(START, END, DAYS)
COVERED_BY_SOURCE = Columns(
    SOURCE, SOURCE_LABEL, START, END, DAYS,
    Column("basis", TEXT, "how the source's own date is known: stated or inferred"),
)  # fmt: skip
SOURCES = Columns(
    SOURCE,
    SOURCE_LABEL,
    Column("headline", TEXT, "its headline"),
    Column("publisher", TEXT, "its publisher"),
    Column("published", TEXT, "when it was published", "EDTF"),
    Column("published_basis", TEXT, "how that is known: stated or inferred"),
    COVERED.as_("covered_days", "days of the window that it covers"),
    EVENTS,
    Column("day_known", COUNT, "of these, events with one known day", "count"),
    Column("share_day_known", NUMBER, "their share; empty where there is no event", "0 to 1"),
    Column("anonymous", COUNT, "of these, events on which it quotes unnamed speakers only"),
    EVIDENCE,
)
TERMS = Columns(
    SOURCE, SOURCE_LABEL,
    Column("term", TEXT, "its word for the people held, in lower case"),
    Column("count", COUNT, "coded paragraphs, or rows, that have it", "count"), EVIDENCE,
)  # fmt: skip
SPEAKERS = Columns(
    SOURCE,
    SOURCE_LABEL,
    Column("speaker_id", TEXT, 'actor, or "the source"'),
    Column("speaker", TEXT, "name of the speaker"),
    Column("named", FLAG, "whether the speaker is named"),
    STATEMENTS,
    EVENTS.as_("events", "events that they speak of"),
    EVIDENCE,
)
ANONYMOUS = Columns(
    SOURCE.as_("source_id", "source; empty for all together"),
    SOURCE_LABEL,
    EVENTS,
    Column("one_unnamed", COUNT, "of these, on the word of one unnamed speaker alone", "count"),
    SHARE,
    EVIDENCE,
)
PRECISION = Columns(
    SOURCE,
    SOURCE_LABEL,
    Column("precision", TEXT, "how well their day is known"),
    Column("count", COUNT, "events so dated", "count"),
    EVENTS,
    SHARE,
    EVIDENCE,
)

# Contacts
CONTACTS = Columns(
    EVENT, Column("date", DAY, "day of the contact"), SERIES, CHANNEL, OR_MORE, PAIR, ACTORS,
    Column("sides", OBJECT, "sides that took part"), PAIRS,
    Column("side_pairs", OBJECT, "pairs of sides in touch, in no order"),
    Column("level", COUNT, "lower of the two sides' best levels, 0 = not known to 5"),
    Column("level_high", COUNT, "higher of them"),
    WORDING, PLACE, SUMMARY, EVIDENCE,
)  # fmt: skip
LISTED = Columns(
    EVENT, EARLIEST, LATEST, SERIES, CHANNEL, PAIR, ACTORS, PAIRS,
    Column("modality", TEXT, "actual, planned, denied, or hypothetical"),
    AMOUNT.as_("amount", "number of contacts, as bounds; empty = not stated"),
    WORDING, WHY, PLACE, SUMMARY, EVIDENCE,
)  # fmt: skip
CERTAIN = Column("certain", COUNT, "contacts of the series that fell into it for certain", "count")
POSSIBLE = Column("possible", COUNT, "the same with those that may have: at most as many", "count")
ABOUT = Column("about", FLAG, "whether an approximate number went into these two")
UNNUMBERED = Column("unnumbered", FLAG, "statements without a number may add more")
PERIODS = Columns(
    START, END, DAYS, COVERED, CALLS, CERTAIN, POSSIBLE, ABOUT, UNNUMBERED,
    Column("meetings", COUNT, "dated meetings", "count"),
    Column("visits", COUNT, "dated visits", "count"),
    Column("others", COUNT, "other dated contacts", "count"),
    Column("rated", COUNT, "contacts of the rated series on covered days", "count"),
    PER_WEEK, LOW, HIGH,
    Column("status", TEXT, "covered, partly covered, not covered"),
    EVIDENCE,
)  # fmt: skip
COUNTS = Columns(
    SERIES, Column("dated", COUNT, "contacts on a known day", "count"),
    CERTAIN, POSSIBLE, ABOUT, UNNUMBERED, EVIDENCE,
)  # fmt: skip
RATES = Columns(
    START, END, COVERED, CALLS, OR_MORE, PER_WEEK, LOW, HIGH,
    Column("p_value", NUMBER, "two-sided p value of the exact conditional test of equal rates"),
    EVIDENCE,
)  # fmt: skip
BY_PAIR = Columns(
    SERIES, PAIR, CONTACT_COUNT, OR_MORE, Column("dates", OBJECT, "days of the contacts"), EVIDENCE
)
GAPS = Columns(
    Column("previous", DAY, "day of a contact"),
    Column("next", DAY, "day of the contact after it"),
    Column("days", COUNT, "elapsed from the one to the other", "days"),
    Column("uncovered_days", COUNT, "days strictly between that no source covers", "days"),
    EVIDENCE,
)
MATRIX = Columns(
    Column("a", TEXT, "one of the two in contact"), Column("b", TEXT, "the other"),
    SERIES, CONTACT_COUNT, EVIDENCE,
)  # fmt: skip
NAMED_PAIRS = Columns(
    *MATRIX.columns, PAIR.as_("pair", "names of the two in contact, in order of the alphabet")
)
LEVELS = Columns(
    Column("level", COUNT, "lower of the two sides' best levels, 0 = not known to 5"),
    Column("level_label", TEXT, "name of the level"),
    SERIES, CONTACT_COUNT, EVIDENCE,
)  # fmt: skip

# People held
REPORTS = Columns(
    EVENT, EARLIEST, LATEST, DATE_BASIS, PERSONS, WORDING, QUANTIFIED, SUMMARY, EVIDENCE
)
FLOWS = Columns(
    EVENT,
    Column("kind", TEXT, "kind of event"),
    Column("label", TEXT, "kind of flow"),
    Column("sign", COUNT, "+1 taken, -1 no longer held"),
    *REPORTS.columns[1:],
)
FATES = Columns(
    *FLOWS.columns[:3],
    Column("state", TEXT, "alive or dead, as an event of this kind tells"),
    Column("still_held", FLAG, "whether it ends nobody's captivity: a death, or a count"),
    *REPORTS.columns[1:],
)
TOLD_BY = Column("told_by", TEXT, "who tells of it: speakers, or a source in its own voice")
PROMISED = Columns(
    EVENT, EARLIEST, LATEST,
    Column("day_known", FLAG, "whether one day is known"),
    Column("what", TEXT, "releases offered, names on a list, criteria, or list missing"),
    AMOUNT.as_("amount", "persons or names, as bounds; empty = not stated"),
    TOLD_BY, WORDING, SUMMARY, EVIDENCE,
)  # fmt: skip
STOCK = Columns(
    Column("date", DAY, "day on which the band changes"),
    Column("low", NUMBER, "lower bound from that day on; empty = not stated", "persons"),
    Column("high", NUMBER, "upper bound from that day on; empty = not stated", "persons"),
    Column("about", FLAG, "an approximate number went into it"),
    Column("after", TEXT, "what begins or ends to count on that day"),
    Column("events", OBJECT, "their events"),
    EVIDENCE,
)
LEAST = Columns(
    START,
    END,
    PERSONS.as_("amount", "at least how many were held on each of these days"),
    EVENT.as_("event_id", "the count at the end of these days, from which that follows"),
    EVIDENCE,
)
RECONCILIATION = Columns(
    Column("step", COUNT, "order, from 1"),
    Column("label", TEXT, "what the row is"),
    Column("role", TEXT, "baseline, flow, implied, report, rest, not quantified, or not applied"),
    Column("sign", COUNT, "+1 taken, -1 no longer held, 0 where nothing flows"),
    PERSONS,
    PERSONS.as_("applied", "bounds by which the running number changes; empty = it does not"),
    PERSONS.as_("running", "bounds after the row; empty where there is no baseline"),
    EARLIEST, LATEST, DATE_BASIS, WORDING,
    Column("note", TEXT, "why it is not applied as stated"),
    EVENT.as_("event_id", "event; empty where the row is computed"),
    EVIDENCE,
)  # fmt: skip

# Stalls and truces
SPELLS = Columns(
    Column("spell_id", TEXT, "spell"),
    Column("start_earliest", DAY, "first possible day of the start"),
    Column("start_latest", DAY, "last possible day of the start"),
    Column("end_earliest", DAY, "first possible day of the end; empty = open"),
    Column("end_latest", DAY, "last possible day of the end; empty = open"),
    DATE_BASIS.as_("start_basis", "the weakest basis of its start: as date_basis of an event"),
    DATE_BASIS.as_("end_basis", "the basis of its end: as date_basis of an event; empty = open"),
    Column("end_stated", FLAG, "true where a source states the end; else what is known of it"),
    Column("open", FLAG, "true where nothing tells that it ended: right-censored"),
    Column("censored_on", DAY, "last day under observation; empty where it ended"),
    Column("left_truncated", FLAG, "true where it may have begun before it was observed"),
    Column("days_low", NUMBER, "shortest length, elapsed; where open, as far as observed", "days"),
    Column("days_high", NUMBER, "longest length, elapsed; empty where open", "days"),
    Column("entry_days", NUMBER, "from the start to the first covered day, or 0", "days"),
    Column("uncovered_days", COUNT, "days between start and end that no source covers", "days"),
    Column("taken_by", TEXT, "who took the step that began a halt, or ended a truce (names)"),
    Column("claimed_cause", TEXT, "whom the sources name as its cause: a claim"),
    Column("speakers", TEXT, "who tells of it"),
    EVENT.as_("start_event", "event that begins it"),
    Column("start_events", OBJECT, "all events that state its beginning"),
    EVENT.as_("end_event", "event that ends it; empty = open"),
    EVIDENCE,
)
STEPS = Columns(
    EVENT, EARLIEST, LATEST,
    DATE_BASIS,
    Column("placed", FLAG, "told as happening once, on days at most 14 days apart"),
    Column("outside", FLAG, "may lie outside the window: one of its days does"),
    Column("process", TEXT, "negotiation; empty where the table holds one"),
    Column("family", TEXT, "what the measures read it as"),
    Column("kind", TEXT, "kind of event"),
    Column("label", TEXT, "name of the kind"),
    Column("modality", TEXT, "actual, planned, denied, or hypothetical"),
    Column("told_as", TEXT, "how it is told where it is not told as one that happened"),
    Column("taken_by", TEXT, "who took it, or that sources are not told apart; empty: nobody"),
    TOLD_BY,
    Column("blamed", TEXT, "whom a passage names as its cause, and by whom: a claim"),
    PLACE, SUMMARY, WORDING, EVIDENCE,
)  # fmt: skip
UNDATED = Columns(EVENT, EARLIEST, LATEST, WHY, WORDING, SUMMARY, EVIDENCE)
RUNS = Columns(
    START, END, DAYS,
    Column("left_truncated", FLAG, "it may have begun earlier"),
    Column("right_censored", FLAG, "it may have ended later"),
    Column("last_contact", DAY, "day of the contact before; empty at the edge of coverage"),
    Column("next_contact", DAY, "day of the contact after; empty at the edge of coverage"),
    Column("overlapping_claims", COUNT, "contacts of unknown day that may fall inside", "count"),
    Column("claims", OBJECT, "their events"),
    EVIDENCE,
)  # fmt: skip
WITHOUT_CONTACT = Columns(Column("k", COUNT, "least length asked for", "days"), *RUNS.columns)
CAUSES = Columns(
    Column("spell_id", TEXT, "stall"),
    EVENT.as_("event_id", "halt"),
    SOURCE,
    SOURCE_LABEL.as_("source"),
    Column("speaker", TEXT, 'name of the speaker, or "the source"'),
    Column("said_cause", TEXT, "whom the source names as the cause"),
    Column("stance", TEXT, "of the speaker to the event"),
    Column("against", FLAG, "whether the speaker disputes or denies it"),
    EVIDENCE,
)
SURVIVAL = Columns(
    Column("time", NUMBER, "elapsed from the start", "days"),
    Column("at_risk", COUNT, "spells under observation and not over just before", "count"),
    Column("ended", COUNT, "spells that ended then", "count"),
    Column("survival", NUMBER, "share that lasts longer", "0 to 1"),
    Column("low", NUMBER, "lower end of its interval; empty where the share is 0 or 1"),
    Column("high", NUMBER, "upper end of its interval; empty where the share is 0 or 1"),
)
