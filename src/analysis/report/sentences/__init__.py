"""What the report says in sentences, computed from the measures and linked to evidence.

One module per chapter, each with functions from measures to lists of Markdown sentences. No
number is typed here, and no sentence claims more than the rows it was made from.
"""

from analysis.report.sentences import contacts, held, method, sources, stalls

__all__ = ["contacts", "held", "method", "sources", "stalls"]
