"""The exporters stand alone: of the project they import their rooms, and what those share."""

import subprocess
import sys

OWN = ("analysis.press.document", "analysis.press.html", "analysis.press.pdf")
SHARED = {"analysis", "analysis.press", "analysis.days", "analysis.fonts", "analysis.marks",
          "analysis.palette", "analysis.scratch", "analysis.table_html"}  # fmt: skip
ASKED = """
import sys
import analysis.press.html.exporter, analysis.press.pdf.exporter
print(*sys.modules)
"""


def test_the_exporters_import_nothing_of_the_rest_and_no_pandas():
    run = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    modules = set(run.stdout.split())
    ours = {name for name in modules if name.split(".")[0] == "analysis"}
    assert {name for name in ours if not name.startswith(OWN)} <= SHARED
    assert not {"pandas", "papermill", "scipy", "matplotlib.pyplot"} & modules
