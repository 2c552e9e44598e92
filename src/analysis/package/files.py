"""The files of a data package: which it has, and where they lie.

A path in a descriptor is what somebody else wrote. It leads to a regular file inside the package's
folder, or it is refused before a byte of it is read: what a report is made from is attached to it.
Only the standard library is imported.
"""

from __future__ import annotations

import csv
import json
import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import Any

DESCRIPTOR = "datapackage.json"
SECOND_CODING = "second_coding.csv"
TABLES = ("sources", "actors", "kinds", "events", "participants", "evidence")

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def refusal(package: Path, path: str) -> str:
    """Why a path of the descriptor is not that of a file of the package; "" where it is, or none.

    Completes the sentence that the path opens. That no such file is there is no refusal.
    """
    if not path or re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", path):
        return "cannot be the name of a file"
    if _ADDRESS.match(path):
        return "is an address, and a table is a file in the folder of its package"
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path:
        return "leads out of the folder of the package"
    try:
        own = os.path.realpath(package)
        real = os.path.realpath(Path(package) / path)
        if os.path.commonpath([own, real]) != own or real == own:
            return "leads out of the folder of the package"
        mode = Path(real).stat().st_mode
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return "" if stat.S_ISREG(mode) else "is no file that could hold a table"


def table_files(package: Path) -> dict[str, str]:
    """Table -> path of its file, of each table that the descriptor names.

    Raises
    ------
    OSError, ValueError : the descriptor cannot be read, or names what is no file of the package.
    """
    if why := refusal(package, DESCRIPTOR):
        raise ValueError(f"{DESCRIPTOR} {why}")
    listed = read_json((Path(package) / DESCRIPTOR).read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for resource in listed["resources"] if isinstance(listed, dict) else ():
        if isinstance(resource, dict) and resource.get("name") in TABLES:
            path = resource.get("path")
            if not isinstance(path, str) or (why := refusal(package, path)):
                raise ValueError(f'"{path}" is no file of the package')
            found[resource["name"]] = path
    return found


def restricts(package: Path) -> bool:
    """Whether a source of the package is restricted.

    Raises
    ------
    OSError, ValueError : its descriptor or its table of sources cannot be read.
    """
    path = table_files(package).get("sources", "")
    try:
        with (Path(package) / path).open(encoding="utf-8-sig", newline="") as file:
            return any(row.get("access") == "restricted" for row in csv.DictReader(file))
    except csv.Error as error:
        raise ValueError(f'"{path}" is not readable as CSV: {error}') from None


def read_json(text: str) -> Any:
    """What a text in JSON says.

    Raises
    ------
    ValueError : it is none, is nested too deeply, or has a number that nothing here could hold.
    """

    def no_number(word: str) -> float:
        raise ValueError(f"is not JSON: {word} is no number")

    try:
        return json.loads(text, parse_constant=no_number)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except ValueError as error:  # a whole number of thousands of digits
        rule = str(error) if str(error).startswith("is ") else "has a number that is too long"
        raise ValueError(rule) from None
