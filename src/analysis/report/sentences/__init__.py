"""What the report says in sentences, worded from the measures and linked to evidence.

One module per chapter, with functions from the measures of a report to lists of Markdown
sentences. No number is typed here, and no sentence claims more than the rows it was made from.
"""

from analysis.report.sentences.brief import in_brief, on_citing, on_main_limits, on_read
from analysis.report.sentences.contacts import on_contacts, on_levels, on_listed_contacts, on_rate
from analysis.report.sentences.course import on_course, on_unplaced
from analysis.report.sentences.held import (
    on_fates,
    on_flows,
    on_least_held,
    on_promises,
    on_reconciliation,
    on_unnumbered_reports,
)
from analysis.report.sentences.method import on_limits, on_rules
from analysis.report.sentences.sources import (
    on_coverage,
    on_sources,
    on_speakers,
    on_terms,
    on_unnamed,
)
from analysis.report.sentences.stalls import (
    on_causes,
    on_days_without_contact,
    on_stalls,
    on_survival,
    on_truces,
    on_undated_stalls,
)

__all__ = [
    "in_brief",
    "on_causes",
    "on_citing",
    "on_contacts",
    "on_course",
    "on_coverage",
    "on_days_without_contact",
    "on_fates",
    "on_flows",
    "on_least_held",
    "on_levels",
    "on_limits",
    "on_listed_contacts",
    "on_main_limits",
    "on_promises",
    "on_rate",
    "on_read",
    "on_reconciliation",
    "on_rules",
    "on_sources",
    "on_speakers",
    "on_stalls",
    "on_survival",
    "on_terms",
    "on_truces",
    "on_undated_stalls",
    "on_unnamed",
    "on_unnumbered_reports",
    "on_unplaced",
]
