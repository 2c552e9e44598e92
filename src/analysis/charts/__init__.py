"""What is drawn: one module per chart, each a call with the measures, and the kit they share.

``charts.contacts(m)`` draws on a page of its own; ``charts.contacts(m, ax)`` draws the panel alone,
on axes of the reader's. Every chart knows its title, its caption, its alternative text, its
evidence and the table behind it.
"""

from analysis.charts.contacts import contacts
from analysis.charts.course import course
from analysis.charts.held import held
from analysis.charts.overview import overview
from analysis.charts.periods import periods
from analysis.charts.reconciliation import reconciliation
from analysis.charts.stalls import stalls

__all__ = [
    "contacts",
    "course",
    "held",
    "overview",
    "periods",
    "reconciliation",
    "stalls",
]
