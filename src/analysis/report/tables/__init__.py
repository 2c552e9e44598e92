"""The tables that stand in the report, one module per chapter.

Each function takes a view, asks the measures, and words their rows for readers; nothing is
counted here that a measure does not count.
"""

from analysis.report.tables import contacts, evidence, held, sources, stalls

__all__ = ["contacts", "evidence", "held", "sources", "stalls"]
