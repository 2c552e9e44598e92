"""What a user says of a whole import, beside what its mapping says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """What a user says of the whole import.

    Attributes
    ----------
    title, held : of the package: its title, and the word for the people held.
    version, published, covers : of the data set; "" where the file or the mapping tells.
    keep : columns and the values of which one has to stand in one of them.
    """

    title: str = ""
    held: str = "people held"
    version: str = ""
    published: str = ""
    covers: str = ""
    keep: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
