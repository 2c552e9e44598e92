"""Backchannel: news sources on a negotiation become a table, and the table becomes a report.

Kept empty of imports on purpose, so that ``backchannel --help`` starts at once.
"""

__version__ = "0.1.0"
