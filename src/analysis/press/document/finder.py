"""Where the picture of an address is: attached, within the address itself, or beside the notebook.

Nothing is fetched. A picture that is not found leaves a visible word in its place.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from nbformat import NotebookNode

from analysis.press.document import outputs as rules
from analysis.press.document.foreign import Pictured
from analysis.press.document.losses import Losses
from analysis.press.document.pictures import BadPicture, Picture, beside, of_bytes, of_output
from analysis.press.document.tree import Node, link, span, text

_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=-]+)*),(.*)", re.DOTALL)


def finder(cell: NotebookNode, folder: Path | None, losses: Losses) -> Pictured:
    """Finds pictures for a cell: attached, within the address, beside the notebook."""
    attached = cell.get("attachments") or {}
    number = losses.cell

    def find(address: str, alt: str, title: str) -> Node:
        losses.cell = number
        try:
            picture = _found(address, attached, folder)
        except BadPicture as error:
            shown = "" if address.startswith(("data:", "<svg")) else address[:200]
            losses.note("picture", f"{shown or 'within the text'}: {error}")
            words: list[Node] = [text(f"[Picture not shown{': ' + alt if alt else ''}")]
            if shown.startswith(("http://", "https://")):
                words += [text(", "), link(shown, [text(shown)])]
            elif shown:
                words.append(text(f", {shown}"))
            return span(["loss"], [*words, text("]")])
        if picture.changed:
            losses.note("picture", picture.changed)
        return rules.of_picture(picture, alt, title)

    return find


def _found(address: str, attached: Mapping[str, Any], folder: Path | None) -> Picture:
    if address.startswith("<svg"):
        return of_bytes(address.encode())
    if address.startswith("attachment:"):
        name = address.removeprefix("attachment:")
        forms = attached.get(name) or attached.get(unquote(name))
        if not forms:
            raise BadPicture("no such attachment")
        mime, value = next(iter(forms.items()))
        return of_output(mime, rules.as_text(value))
    if data := _DATA.match(address):
        if ";base64" in data[2]:
            try:
                return of_bytes(base64.b64decode("".join(unquote(data[3]).split())))
            except ValueError as error:
                raise BadPicture("its data are no base64") from error
        return of_bytes(unquote_to_bytes(data[3]))
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        raise BadPicture("it lies elsewhere, and nothing is fetched")
    if not address:
        raise BadPicture("it has no address")
    return beside(folder, unquote(address.split("?")[0].split("#")[0]))
