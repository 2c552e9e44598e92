"""How large a package may be: what 10^3 to 10^6 events cost, as ratios within one run.

`make bench` prints these lines after those of the press. Each ratio is the median over rounds in
which both sides ran one after the other; the packages are made by `bench.packages`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.packages import Size, write

ROOT = Path(__file__).resolve().parents[1]
LARGE, LARGEST = 100_000, 1_000_000
READS = 20  # times `pandas.read_csv`, beside three default reports
_LOAD = "from analysis.package.tables import load; load({!r})"
_READ = """
import sys
from pathlib import Path
import pandas as pd
from analysis.package.codebook import read_codebook
package = Path({!r})
for table in read_codebook(package).tables.values():
    types = {{f.name: "str" for f in table.fields if f.type not in ("number", "integer")}}
    pd.read_csv(package / table.path, dtype=types, keep_default_na=False, na_values=[""])
"""
_TIMED = """
import time
began = time.perf_counter()
{}
print(time.perf_counter() - began)
"""


def python(code: str) -> float:
    """Seconds that a piece of code takes in a new process, without the imports of pandas."""
    code = "import pandas, analysis.package.tables\n" + _TIMED.format(code)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return float(done.stdout)


def report(package: Path | None, out: Path) -> tuple[float, int]:
    """Seconds of a report with nothing cached, and the most bytes that its processes held."""
    given = [] if package is None else ["-p", f"package={package}"]
    command = [sys.executable, "-m", "analysis", "report", "--fresh", *given, "--out", str(out)]
    began, most = time.perf_counter(), 0
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as at:
        while at.poll() is None:
            most = max(most, _held(at.pid))
            time.sleep(0.1)
        told = at.stderr.read() if at.stderr else b""
    if at.returncode:
        sys.exit(told.decode())
    return time.perf_counter() - began, most


def _held(root: int) -> int:
    """Bytes held by a process and those that it started; what forked ones share counts once."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.name))
        except (OSError, ValueError, IndexError):
            continue
    found, left = 0, [root]
    while left:
        pid = left.pop()
        left += parents.get(pid, [])
        try:
            lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
            found += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except (OSError, StopIteration):  # gone, or a system that does not tell what is shared
            try:
                found += int((Path("/proc") / str(pid) / "statm").read_text().split()[1]) * 4096
            except OSError:
                continue
    return found


def main(rounds: int) -> None:
    """Print the lines."""
    with tempfile.TemporaryDirectory(prefix="bench-") as aside:
        growth = {}
        for events in (1_000, 10_000, LARGE, LARGEST):
            package = str(write(Path(aside) / str(events), Size(events)))
            times = [
                (python(_LOAD.format(package)), python(_READ.format(package)))
                for _ in range(rounds)
            ]
            growth[events] = statistics.median(own for own, _ in times)
            ratio = statistics.median(own / read for own, read in times)
            goal = "   goal 3" if events == LARGEST else ""
            what = f"{events:,} events: load, check and resolve, against read_csv"
            print(f"{what:<74} {ratio:6.2f}{goal}", flush=True)
        linear = growth[LARGEST] / growth[LARGE] / (LARGEST / LARGE)
        print(f"{'growth of that from 10^5 to 10^6, against linear':<74} {linear:6.2f}   goal 1")
        package, ratios, most = Path(aside) / str(LARGE), [], 0
        for _ in range(rounds):
            large, held = report(package, Path(aside) / "large")
            default, _ = report(None, Path(aside) / "default")
            read = python(_READ.format(str(package)))
            ratios.append(large / (3 * default + READS * read))
            most = max(most, held)
        what = f"{LARGE:,} events: report, against 3 default reports and {READS} times read_csv"
        print(f"{what:<74} {statistics.median(ratios):6.2f}   goal 1")
        print(f"{'  the most memory of all its processes, GiB':<74} {most / 2**30:6.2f}   goal 1.5")
        size = (Path(aside) / "large" / "report.html").stat().st_size / 1e6
        print(f"{'  its HTML, MB':<74} {size:6.2f}   goal 2")


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
