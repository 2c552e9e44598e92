"""What a report carries of its own making: data package, chapters, record; read from one file.

An HTML page has them in one archive behind a link, a PDF as attachments. Whoever was sent either
needs nothing else. What is read here was written by somebody else: it is bytes and text, its size
is bounded, and no path of it leads out of the folder that it is unpacked into.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.package.files import DESCRIPTOR, SECOND_CODING, refusal, table_files
from analysis.press.document.attachments import PROVENANCE
from analysis.press.plan.place import PAGES
from analysis.problems import Refused

HTML, PDF, _ = PAGES
MOST = 500_000_000  # bytes that one file may carry, unpacked
_ADDRESS = "data:application/x-bzip2;base64,"


class NoData(Refused):
    """The file is no report, or carries no data that could be read."""


@dataclass(frozen=True)
class Carried:
    """The files inside one report.

    Attributes
    ----------
    name : of the file that they come from, as it was given.
    record : its provenance.
    files : those of the data package, by the name that they are carried under.
    chapters : file name -> the notebook as JSON text, in reading order.
    """

    name: str
    record: Mapping[str, Any]
    files: Mapping[str, bytes]
    chapters: Mapping[str, str]

    def unpack(self, folder: Path) -> Path:
        """Write the data package into a folder, each table where its descriptor has it.

        Raises
        ------
        NoData : the descriptor names what cannot be a file of the package.
        """
        folder.mkdir(parents=True, exist_ok=True)
        (folder / DESCRIPTOR).write_bytes(self.files[DESCRIPTOR])
        try:
            tables = table_files(folder)
        except (OSError, ValueError) as error:
            raise NoData(f"{self.name}: the data package that it carries: {error}") from error
        places = {f"{table}.csv": path for table, path in tables.items()}
        for name, content in self.files.items():
            path = places.get(name, name)
            if why := refusal(folder, path):
                raise NoData(f'{self.name}: the file "{name}" that it carries: "{path}" {why}')
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return folder


def read_carried(file: Path) -> Carried:
    """What the HTML or PDF of a report carries; of a report's folder, that of its page or PDF.

    Raises
    ------
    NoData : it is neither, or carries no data.
    """
    if file.is_dir():
        return _of_folder(file)
    data = file.read_bytes()
    if data.startswith(b"%PDF-"):
        found = _attached(data, file.name)
    elif file.suffix in (".html", ".htm"):
        found = _packed(data, file.name)
    else:
        raise NoData(f"{file.name} is neither an HTML page nor a PDF")
    if DESCRIPTOR not in found or PROVENANCE not in found:
        other = "; its PDF may" if file.suffix != ".pdf" else ""
        raise NoData(f"{file.name} carries no data of a report{other}")
    chapters = sorted(name for name in found if name.endswith(".ipynb"))
    try:
        record = json.loads(found[PROVENANCE])
        notebooks = {name: found[name].decode("utf-8") for name in chapters}
    except (ValueError, RecursionError) as error:
        raise NoData(f"{file.name}: what it carries is not readable: {error}") from error
    if not isinstance(record, dict) or not isinstance(record.get("parameters"), dict):
        raise NoData(f"{file.name} carries no record of what it was made from")
    package = {
        name: content
        for name, content in found.items()
        if name in (DESCRIPTOR, SECOND_CODING) or name.endswith(".csv")
    }
    return Carried(file.name, record, package, notebooks)


def _of_folder(folder: Path) -> Carried:
    said = f"{folder} holds no {HTML} and no {PDF}"
    for name in (HTML, PDF):
        if (folder / name).is_file():
            try:
                return read_carried(folder / name)
            except NoData as error:
                said = str(error)
    raise NoData(said)


def _attached(data: bytes, name: str) -> dict[str, bytes]:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        attachments = pypdf.PdfReader(io.BytesIO(data)).attachments
        return {name: bytes(found[0]) for name, found in attachments.items() if found}
    except PyPdfError as error:
        raise NoData(f"{name} cannot be read as a PDF: {error}") from error


def _packed(page: bytes, name: str) -> dict[str, bytes]:
    from lxml import html

    links = html.fromstring(page).xpath('//a[@id="Data"]/@href') if page.strip() else []
    address = str(links[0]) if links else ""
    if not address.startswith(_ADDRESS):
        return {}
    try:
        packed = base64.b64decode(address.removeprefix(_ADDRESS), validate=True)
        unpacked = bz2.BZ2Decompressor().decompress(packed, MOST + 1)
        if len(unpacked) > MOST:
            raise NoData(f"{name} carries more than {MOST // 10**6} MB of data")
        with tarfile.open(fileobj=io.BytesIO(unpacked)) as tar:
            files = {one.name: tar.extractfile(one) for one in tar if one.isfile()}
            return {name: file.read() for name, file in files.items() if file is not None}
    except (binascii.Error, OSError, EOFError, tarfile.TarError) as error:
        raise NoData(f"{name}: what it carries is damaged: {error}") from error
