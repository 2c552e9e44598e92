"""An edition in the forms of others: what is chosen and what it says, as the bytes of files.

Everything here is pure: the tables that a report would be made from go in, and come out as files
by path. Where these go, and what a run was, is for the command and the press.
"""

FORMS = ("data-package", "timelinejs", "timemap", "annotations", "ro-crate")
"""What an edition can be exported as, each a folder of the export."""
