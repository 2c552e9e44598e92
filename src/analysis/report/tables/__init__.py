"""The tables that stand in the report, one module per chapter.

Each function takes the measures of a report and words their rows for readers; nothing is counted
here that a measure does not count.
"""

from analysis.report.tables.contacts import of_call_rates, of_contacts, of_listed_contacts
from analysis.report.tables.course import of_course, of_unplaced
from analysis.report.tables.evidence import of_evidence, of_fields, of_kinds
from analysis.report.tables.held import of_promises, of_reconciliation
from analysis.report.tables.rows_at_random import of_rows_at_random
from analysis.report.tables.sources import of_dating, of_left_out, of_sources, of_speakers, of_terms
from analysis.report.tables.stalls import (
    of_causes,
    of_days_without_contact,
    of_spells,
    of_undated_stalls,
)

__all__ = [
    "of_call_rates",
    "of_causes",
    "of_contacts",
    "of_course",
    "of_dating",
    "of_days_without_contact",
    "of_evidence",
    "of_fields",
    "of_kinds",
    "of_left_out",
    "of_listed_contacts",
    "of_promises",
    "of_reconciliation",
    "of_rows_at_random",
    "of_sources",
    "of_speakers",
    "of_spells",
    "of_terms",
    "of_undated_stalls",
    "of_unplaced",
]
