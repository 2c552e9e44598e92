"""What each chart shows, in words: its title, caption and alternative text.

One function per chart, from the measures to a :class:`~analysis.report.findings.finding.Finding`.
Those of a time line also take ``cut``: the lengths (days) of what the axis compresses to a break.
"""

from analysis.report.findings.contacts import contacts, periods
from analysis.report.findings.course import course
from analysis.report.findings.coverage import overview
from analysis.report.findings.held import held, reconciliation
from analysis.report.findings.stalls import stalls

__all__ = [
    "contacts",
    "course",
    "held",
    "overview",
    "periods",
    "reconciliation",
    "stalls",
]
