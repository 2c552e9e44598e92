"""Notebooks that break their own format are carried, and what no format has is named."""

import io
import json

import pytest
from nbconvert.utils.exceptions import ConversionException
from pypdf import PdfReader

from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.pdf.exporter import BackchannelPDFExporter

DISPLAYED = {"output_type": "display_data"}


def stated():
    stream = {"output_type": "stream", "name": "stdout", "text": ["what ", "was said\n"]}
    code = {"cell_type": "code", "metadata": {}, "source": "1", "execution_count": 1}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# Title\n\nprose"},
            {"id": "b", **code, "outputs": [stream]},
        ],
    }


def at(*way, to=None, drop=False, add=False):
    """Change one thing of a notebook: set it, drop it, or add it to a list."""

    def change(notebook):
        for step in way[:-1]:
            notebook = notebook[step]
        if drop:
            del notebook[way[-1]]
        elif add:
            notebook[way[-1]].append(to)
        else:
            notebook[way[-1]] = to

    return change


BROKEN = {
    "a kernel without a name to show": at("metadata", "kernelspec", to={"name": "a"}),
    "a kernel that is a text": at("metadata", "kernelspec", to="python"),
    "a language without a name": at("metadata", "language_info", to={}),
    "authors in one text": at("metadata", "authors", to="A. N. Author"),
    "metadata that are a list": at("metadata", to=[]),
    "a cell without metadata": at("cells", 1, "metadata", drop=True),
    "a cell without a count": at("cells", 1, "execution_count", drop=True),
    "tags in one text": at("cells", 0, "metadata", to={"tags": "intro"}),
    "no id": at("cells", 1, "id", drop=True),
    "an id that is none": at("cells", 1, "id", to="a b!"),
    "an id that is there already": at("cells", 1, "id", to="a"),
    "a stream without a name": at("cells", 1, "outputs", 0, "name", drop=True),
    "an output without data": at("cells", 1, "outputs", to=DISPLAYED, add=True),
    "an output without metadata": at(
        "cells", 1, "outputs", to={**DISPLAYED, "data": {"text/plain": "x"}}, add=True
    ),
    "an error without words": at(
        "cells", 1, "outputs", to={"output_type": "error", "ename": "E"}, add=True
    ),
}
NAMED = {
    'the notebook: language: "5" is no tag': at("metadata", "language", to=5),
    "cell 3: cell: of no kind": at(
        "cells", to={"cell_type": "heading", "level": 1, "source": "kept"}, add=True
    ),
    'cell 3: cell: of no kind that notebooks have ("")': at("cells", to="kept", add=True),
    "cell 2: output/odd: of a kind that cannot be carried": at(
        "cells", 1, "outputs", to={"output_type": "odd", "data": "x"}, add=True
    ),
    "cell 1: attachments: are none": at("cells", 0, "attachments", to={"a.png": "x"}),
}


def carried(change):
    """Text of the page, text of the PDF, and the losses of both."""
    made = stated()
    change(made)
    text = json.dumps(made)
    page, resources = BackchannelHTMLExporter().from_file(io.StringIO(text))
    again, _ = BackchannelHTMLExporter().from_file(io.StringIO(text))
    assert page == again
    pdf, others = BackchannelPDFExporter().from_file(io.BytesIO(text.encode()))
    words = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    told = [[str(one) for one in r["backchannel"]["losses"]] for r in (resources, others)]
    assert told[0] == told[1]
    return page, words, told[0]


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_what_lacks_is_filled_in(change):
    page, words, losses = carried(change)
    for text in ("Title", "prose", "what was said"):
        assert text in page
        assert text in words
    assert losses == []


@pytest.mark.parametrize(("line", "change"), NAMED.items(), ids=range(len(NAMED)))
def test_what_no_notebook_has_is_named_and_costs_nothing_else(line, change):
    page, words, losses = carried(change)
    assert "what was said" in page
    assert "what was said" in words
    (told,) = losses
    assert told.startswith(line)


def test_source_and_outputs_that_are_missing_leave_the_rest():
    page, words, losses = carried(at("cells", 1, "outputs", drop=True))
    assert "prose" in page
    assert "prose" in words
    page, words, _ = carried(at("cells", 0, "source", drop=True))
    assert "what was said" in page
    assert "what was said" in words
    assert losses == []


@pytest.mark.parametrize(
    "text", ["", "[1]", "{}", '{"nbformat": 3}', '{"nbformat": 5, "cells": []}', "# a text"]
)
@pytest.mark.parametrize("exporter", [BackchannelHTMLExporter, BackchannelPDFExporter])
def test_what_is_no_notebook_is_refused_in_one_line(exporter, text):
    with pytest.raises(ConversionException, match="is no notebook that can be read"):
        exporter().from_file(io.StringIO(text))
