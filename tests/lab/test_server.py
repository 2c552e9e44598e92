"""What the server of `make lab` does with the notebooks: saves what was typed, exports what ran."""

from __future__ import annotations

import io
import json
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pypdf
import pytest
from tests.lab.conftest import TOKEN, Lab

from analysis.marks import Prose, written

pytestmark = pytest.mark.slow

CHAPTER = "notebooks/01_overview.ipynb"
EXPORTS = {"backchannel_html": b"<!DOCTYPE html>", "backchannel_pdf": b"%PDF-"}
NOTHING_RAN = "Nothing was run"


@dataclass(frozen=True)
class Server:
    root: Path
    address: str

    def ask(self, path: str, method: str = "GET", body: Any = None) -> bytes:
        request = urllib.request.Request(
            f"{self.address}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read()  # type: ignore[no-any-return]

    def open(self, path: str) -> Any:
        return json.loads(self.ask(f"api/contents/{path}"))["content"]

    def save(self, path: str, content: Any) -> None:
        model = {"type": "notebook", "format": "json", "content": content}
        self.ask(f"api/contents/{path}", "PUT", model)

    def export(self, name: str, path: str = CHAPTER) -> bytes:
        return self.ask(f"nbconvert/{name}/{path}?download=true")

    def changes(self) -> list[str]:
        status = ["git", "status", "--porcelain", "--untracked-files=all"]
        return subprocess.run(
            status, cwd=self.root, capture_output=True, text=True, check=True
        ).stdout.splitlines()


@pytest.fixture(scope="module")
def server(lab_server: tuple[Path, str]) -> Server:
    """The server, on a checkout that git knows."""
    root, address = lab_server
    name = ["-c", "user.name=A Reader", "-c", "user.email=reader@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*name, "commit", "-qm", "As it is"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    return Server(root, address)


def words(page: bytes) -> str:
    """The text of a page or of a PDF."""
    if page.startswith(b"<"):
        return page.decode()
    return "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(page)).pages)


def run(content: Any, said: str = "said in this run") -> Any:
    """The notebook as JupyterLab has it after its cells were run."""
    notebook = nbformat.from_dict(content)
    notebook.metadata.language_info = {"name": "python", "version": "3.11.2", "mimetype": "x"}
    notebook.metadata.kernelspec.display_name = "Another name"
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.metadata.trusted = True
            cell.metadata.execution = {"shell.execute_reply": "2031-01-01T00:00:00Z"}
            mark = written(Prose()) if number > 3 else {}
            data = {"text/markdown": said}
            cell.outputs = [nbformat.v4.new_output("display_data", data, metadata=mark)]
    return notebook


def test_a_notebook_that_was_run_and_saved_is_the_same_file(server: Server) -> None:
    ran = run(server.open(CHAPTER))
    server.save(CHAPTER, ran)
    assert server.changes() == []
    again = server.open(CHAPTER)
    assert [cell.get("outputs") for cell in again["cells"]] == [
        cell.get("outputs") for cell in ran.cells
    ]
    trusted = {c["metadata"]["trusted"] for c in again["cells"] if c["cell_type"] == "code"}
    assert trusted == {True}


def test_what_a_person_typed_is_all_that_changes(server: Server) -> None:
    path = "notebooks/03_contacts.ipynb"
    before = (server.root / path).read_text(encoding="utf-8").splitlines()
    content = run(server.open(path))
    content.cells[1].source = content.cells[1].source.replace('freq = "W"', 'freq = "D"')
    server.save(path, content)
    after = (server.root / path).read_text(encoding="utf-8").splitlines()
    assert [line.strip()[:14] for line in after if line not in before] == ['"freq = \\"D\\" ']
    assert len(after) == len(before)
    assert server.changes() == [f" M {path}"]
    subprocess.run(["git", "checkout", "-q", path], cwd=server.root, check=True)
    # What the other text said when it was run is not what this one says.
    assert not any(cell.get("outputs") for cell in server.open(path)["cells"])


def test_a_notebook_that_is_no_chapter_is_saved_as_it_is(server: Server) -> None:
    content = run(server.open(CHAPTER))
    server.save("reports/mine.ipynb", content)
    saved = json.loads((server.root / "reports" / "mine.ipynb").read_text(encoding="utf-8"))
    assert saved["cells"][1]["outputs"]


@pytest.mark.parametrize("name", EXPORTS)
def test_the_menu_delivers_a_chapter_that_was_run(server: Server, name: str) -> None:
    server.save(CHAPTER, run(server.open(CHAPTER)))
    page = server.export(name)
    assert page.startswith(EXPORTS[name])
    assert NOTHING_RAN not in words(page)
    assert "said in this run" in words(page)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_menu_delivers_a_chapter_that_was_not_run_and_says_so(
    server: Server, name: str
) -> None:
    page = server.export(name, "notebooks/04_hostages.ipynb")
    assert page.startswith(EXPORTS[name])
    assert NOTHING_RAN in words(page)


def test_only_names_that_the_server_can_route_are_offered(server: Server) -> None:
    offered = json.loads(server.ask("api/nbconvert"))
    assert {name for name in offered if "backchannel" in name} == set(EXPORTS)
    settings = json.loads(server.ask("lab/api/settings/@jupyterlab/mainmenu-extension:plugin"))
    assert "Backchannel report (PDF)" in json.dumps(settings["schema"])


@pytest.mark.parametrize("name", ["backchannel-html", "backchannel-pdf"])
def test_the_command_line_has_the_names_with_a_hyphen_too(server: Server, name: str) -> None:
    python = server.root / ".venv" / "bin" / "python"
    out = server.root / "reports" / name
    command = ["-m", "nbconvert", "--to", name, CHAPTER, "--output-dir", str(out)]
    subprocess.run([python, *command], cwd=server.root, check=True, capture_output=True)
    (made,) = out.iterdir()
    assert made.read_bytes().startswith(EXPORTS[name.replace("-", "_")])


def test_in_the_browser_a_run_leaves_no_change_and_the_menu_has_both_reports(
    lab: Lab, server: Server
) -> None:
    lab.run("05_stalls.ipynb")
    lab.command("docmanager:save")
    assert server.changes() == []
    lab.page.get_by_text("File", exact=True).first.click()
    lab.page.get_by_text("Save and Export Notebook As").hover()
    lab.page.get_by_text("Backchannel report (HTML)").wait_for()
    offered = lab.page.locator(".lm-Menu-itemLabel", has_text="ackchannel").all_inner_texts()
    assert not [name for name in offered if "-" in name]
    exported = lab.page.context.expect_event("response", lambda one: "/nbconvert/" in one.url)
    with exported as answer:
        lab.page.get_by_text("Backchannel report (PDF)").click()
    assert answer.value.status == 200
    assert answer.value.headers["content-type"].startswith("application/pdf")


def test_in_the_browser_a_second_save_asks_nothing_and_writes_only_what_was_typed(
    lab: Lab, server: Server
) -> None:
    chapter = server.root / "notebooks" / "06_sources.ipynb"
    lab.run(chapter.name)
    lab.command("docmanager:save")
    before = chapter.read_text(encoding="utf-8")
    lab.page.evaluate(
        "() => { const cells = jupyterapp.shell.currentWidget.content.model.sharedModel.cells;"
        " const own = cells[cells.length - 1]; own.setSource(own.getSource() + '\\n# typed'); }"
    )
    lab.command("docmanager:save")
    assert not lab.page.locator(".jp-Dialog").count()
    after = chapter.read_text(encoding="utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [line.strip() for line in added if "# typed" in line] == ['"# typed"']
    assert len(added) <= 2  # the line before it, which ends otherwise now
    assert server.changes() == [f" M notebooks/{chapter.name}"]
    subprocess.run(["git", "checkout", "-q", "notebooks"], cwd=server.root, check=True)


def test_in_the_browser_a_wrong_parameter_is_told_in_lines(lab: Lab, server: Server) -> None:
    lab.open("07_evidence.ipynb")
    lab.page.evaluate(
        "() => { const cell = jupyterapp.shell.currentWidget.content.model.sharedModel.cells[1];"
        " cell.setSource(cell.getSource().replace('\"W\"', '\"weekly\"\\nfrq = 1 #')); }"
    )
    lab.command("notebook:run-all-cells")
    (error,) = (one for one in lab.outputs() if one["output_type"] == "error")
    assert error["traceback"] == [
        'parameters cell: "frq" is not a parameter; did you mean "freq"?',
        'parameters cell, freq: "weekly" is not one of D, W, M; did you mean "W"?',
        "2 problems; nothing was computed",
    ]
    shown = lab.page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]')
    assert "Traceback" not in shown.inner_text()
    lab.command("docmanager:save")
    subprocess.run(["git", "checkout", "-q", "notebooks"], cwd=server.root, check=True)
