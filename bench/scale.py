"""How large a package and a file of events may be: what they cost, as ratios within one run.

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

import duckdb
from bench.packages import Size, write
from bench.rows import columns
from bench.rows import write as write_rows

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

ROWS = 10_000_000
# Contacts by day and unordered pair, reports of one being one: how many, and from how many rows.
_ENGINE = """
from pathlib import Path
from analysis.importers.large import engines, expressions
from analysis.importers.large.lines import Lines
from analysis.importers.mapping import formats
import time
began = time.perf_counter()
path, aside, mapping = Path({0!r}), Path({0!r}).parent, formats()["gdelt-2.0"]
(form,) = mapping.events
named = [*form.date.column, *form.kind.column]
named += [name for who in form.who for name in (*who.name, who.code)]
parquet = path.suffix == ".parquet"
parted = engines.Parted(tuple(mapping.file.columns), 0, "\\t", False, parquet)
read = engines.DuckDB(aside).read(Lines("", "", path, 0, "\\n"), parted, numbered=False)
events = expressions.merged(expressions.needed(read, named), form, {{}})
contacts = events.filter(events["kind"] == "contact")
found = contacts.to_pyarrow().to_pandas()
found = found.rename(columns={{"code": "group"}})
"""
_CHUNKS = """
from pathlib import Path
import pandas as pd
from pyarrow.parquet import ParquetFile
from analysis.importers.mapping import code_table, formats
import time
began = time.perf_counter()
names, table, parts = formats()["gdelt-2.0"].file.columns, code_table("cameo"), []
codes = table.index[table["kind"] == "contact"]
used = ["SQLDATE", "EventCode", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name"]
by = ["group", "channel", "day", "first", "second"]
def parquet():
    read = ParquetFile({0!r}).iter_batches(100_000, columns=used)
    return (batch.to_pandas() for batch in read)
def text(columns):
    return pd.read_csv({0!r}, sep="\\t", header=None, names=names, usecols=columns, dtype=str,
                       na_filter=False, quoting=3, chunksize=100_000)
for chunk in {1}:
    chunk = chunk[chunk["EventCode"].isin(codes) & (chunk["SQLDATE"] != "")]
    one, two = (chunk[f"Actor{{n}}Code"].where(chunk[f"Actor{{n}}Code"] != "",
                                              chunk[f"Actor{{n}}Name"]) for n in "12")
    pair = (one != "") & (two != "") & (one != two)
    told = table.loc[chunk["EventCode"], ["group", "channel"]].set_axis(chunk.index)
    told = told.assign(day=chunk["SQLDATE"], first=one.where(one < two, two),
                       second=two.where(one < two, one))
    parts.append(told[pair].groupby(by).size())
found = pd.concat(parts).groupby(level=by).sum().rename("rows").reset_index()
"""
_FOUND = """
seconds = time.perf_counter() - began
# The peak of this process alone; what `resource` tells may be that of the one that started it.
held = next(line for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
print(seconds, int(held.split()[1]) * 1024, len(found), found["rows"].sum())
"""


def found(code: str) -> tuple[float, int, str]:
    """Seconds, the most bytes held, and what was found, of a piece of code in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", code + _FOUND], capture_output=True, text=True, check=True, cwd=ROOT
    )
    seconds, held, what = done.stdout.split(maxsplit=2)
    return float(seconds), int(held), what


def narrowing(aside: Path, rounds: int) -> None:
    """Print what it costs to find the contacts in ten million rows, as text and as Parquet."""
    text, parquet = aside / "rows.csv", aside / "rows.parquet"
    write_rows(text, ROWS)
    names = dict.fromkeys(columns(), "VARCHAR")
    duckdb.read_csv(str(text), columns=names, sep="\t", header=False, quotechar="").write_parquet(
        str(parquet)
    )
    sides = {
        "Parquet": (parquet, "parquet()"),
        "text": (text, "text(used)"),
        "text, pandas reads all columns": (text, "text(names)"),
    }
    most = 0
    for side, (path, chunks) in sides.items():
        ratios = []
        for _ in range(rounds):
            own, held, what = found(_ENGINE.format(str(path)))
            other, _, told = found(_CHUNKS.format(str(path), chunks))
            if told != what:
                sys.exit(f"DuckDB and pandas find other contacts: {what} and {told}")
            ratios.append(own / other)
            most = max(most, held)
        told = f"{ROWS:,} rows: contacts by DuckDB, against pandas in chunks: {side}"
        print(f"{told:<96} {statistics.median(ratios):6.2f}   goal 0.15", flush=True)
    print(f"{'  the most memory, GiB':<96} {most / 2**30:6.2f}   goal 1", flush=True)
    text.unlink()


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
        narrowing(Path(aside), rounds)
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
