"""A real JupyterLab server on a copy of this checkout, and a real browser that opens it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.copies import copied

TOKEN = "opened-by-a-test"
SETTINGS = {
    # All cells stay in the page, wherever it is scrolled to.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
IDLE = """() => {
  const panel = jupyterapp.shell.currentWidget;
  return panel?.context?.isReady && panel.sessionContext.session?.kernel?.status === 'idle';
}"""
SHOWN = "() => window.jupyterapp?.shell.currentWidget?.context?.path"
COMMAND = "([name, options]) => jupyterapp.commands.execute(name, options).then(() => null)"


@dataclass(frozen=True)
class Lab:
    """JupyterLab as a person has it open.

    Attributes
    ----------
    root : the copy of the checkout that the server shows.
    address : of the server.
    page : the page of the browser.
    """

    root: Path
    address: str
    page: Any

    def command(self, name: str, **options: Any) -> None:
        """What a menu or a key would do, and wait until it is done."""
        self.page.evaluate(COMMAND, [name, options])

    def open(self, notebook: str) -> None:
        """Open a notebook of the checkout, alone, and wait for its kernel."""
        self.page.goto(f"{self.address}/lab/tree/notebooks/{notebook}?reset&token={TOKEN}")
        self.page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context")
        self.page.wait_for_function(IDLE)

    def run(self, notebook: str) -> None:
        """Open a notebook and run all of its cells."""
        self.open(notebook)
        self.command("notebook:run-all-cells")

    def show(self, notebook: str) -> None:
        """Have a notebook on the screen that was run: the one that is there, or run it."""
        if self.page.evaluate(SHOWN) != f"notebooks/{notebook}" or not self.outputs():
            self.run(notebook)

    def theme(self, name: str) -> None:
        """Change the theme: "Light" or "Dark"."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")
        self.page.wait_for_function(
            "light => document.body.dataset.jpThemeLight === light",
            arg=str(name == "Light").lower(),
        )

    def outputs(self) -> list[dict[str, Any]]:
        """The outputs of the notebook that is open, as they are in its file."""
        return self.page.evaluate(  # type: ignore[no-any-return]
            "() => jupyterapp.shell.currentWidget.content.model.toJSON().cells"
            ".flatMap(cell => cell.outputs ?? [])"
        )

    def picture(self, path: Path) -> None:
        """What is on the screen, all cells of it."""
        self.page.screenshot(path=path)


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    base = tmp_path_factory.mktemp("lab")
    root = copied(base / "checkout")
    for name, values in SETTINGS.items():
        place = base / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(values), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {f"JUPYTER_{kind}_DIR": str(base / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {
        "JUPYTERLAB_SETTINGS_DIR": str(base / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(base / "workspaces"),
    }
    command = [root / ".venv" / "bin" / "python", "-m", "analysis", "lab", "--", "--no-browser"]
    command += [f"--port={port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]
    with (base / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=root, env=os.environ | folders, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(server, f"{address}/api?token={TOKEN}", base / "server.log")
            yield root, address
        finally:
            server.terminate()
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def lab(browser: Any, lab_server: tuple[Path, str]) -> Iterator[Lab]:
    """JupyterLab in a window so tall that a whole chapter is on it."""
    page = browser.new_page(viewport={"width": 1280, "height": 9000}, reduced_motion="reduce")
    page.set_default_timeout(120_000)
    yield Lab(*lab_server, page)
    page.close()
