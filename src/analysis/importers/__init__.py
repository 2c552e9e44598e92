"""Files of others become a data package: a mapping says what each column means, and no code does.

The way of a row: a file is read as a sheet of text (``sheet``), a mapping (``mapping``, one YAML
file a format, or made for a flat sheet by ``recognise``) turns each row into codings
(``codings``), a stated rule makes events of these (``events``), and ``package`` writes tables
that ``backchannel check`` accepts, with a line for each row in ``import-report.csv``.
"""
