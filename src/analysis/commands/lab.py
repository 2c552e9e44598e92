"""``backchannel lab``: opens the notebooks in JupyterLab, with the configuration of the project.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

HELP = "open the notebooks in JupyterLab"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument(
        "options", nargs="*", metavar="OPTION", help="options of jupyter lab, after --"
    )


def run(options: argparse.Namespace) -> int:
    """Become JupyterLab on the checkout; whoever has a configuration of Jupyter keeps it.

    Raises
    ------
    BadLimit : the outputs of the notebooks could not be kept.
    """
    from analysis.press.build.cache import limit_given
    from analysis.press.plan.project import Project

    limit_given()
    root = Project.find(Path.cwd()).root
    configuration = Path(__file__).resolve().parents[1] / "jupyter"
    paths = [str(configuration), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    command = [sys.executable, "-m", "jupyterlab"]
    command += [
        f"--ServerApp.root_dir={root}",
        "--LabApp.default_url=/lab/tree/notebooks/explore.ipynb",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
    os.execve(sys.executable, [*command, *options.options], environment)
