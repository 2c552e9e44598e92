"""Files of event data that are larger than memory: narrowed by an engine before they are read.

Machine-coded rows are reports by the million, and few of them can tell something. One Ibis
expression (``expressions``), made from the mapping, says which; an engine (``engines``: DuckDB on
this machine, or Spark) runs it over the files, whose lines ``lines`` has looked at first. What
comes back (``narrowed``) is a sheet like any other, with counts of what was left out; ``counted``
counts contacts without any sheet.
"""
