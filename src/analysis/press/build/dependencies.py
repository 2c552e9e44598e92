"""What a chapter and an exported file depend on, as one sha256: equal keys, equal bytes.

A chapter depends on its notebook, on those of its parameters that its cells speak of, on the data
package, on the modules that it can bring into play and the files that these read, on the modules
that run it, and on the distributions behind all of them. A key that cannot be sure is no key.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.press.build.cache import Cache
from analysis.press.build.import_graph import Closure, ImportGraph, module_of
from analysis.press.build.installed import Installed, UnknownOrigin, fingerprint, python
from analysis.press.build.module_facts import Facts, facts_of
from analysis.press.build.provenance import file_hashes, sha256
from analysis.press.run import kernel_process
from analysis.press.run.chapters import ChapterJob

# To be raised when what is kept, or how it is found, becomes another.
FORMAT = 1

# What turns a notebook into an executed one, and the module that kernels import ahead for: what a
# chapter uses of that, it imports itself.
_PRELOADER = kernel_process.__name__
_RUNNERS = (
    "analysis.press.run.chapters",
    "analysis.press.run.kernels",
    "analysis.press.run.normalise",
)
_KERNEL = ("ipykernel", "ipython", "nbclient", "papermill")

# With one of these a cell gets at parameters without their names.
_NAMESPACES = {
    *("globals", "locals", "vars", "eval", "exec", "dir", "get_ipython"),
    *("In", "Out", "user_ns", "_getframe", "currentframe", "inspect"),
}
# With one of these a cell depends on what no key holds: other files, the machine, the clock.
_BEYOND = re.compile(
    r"open|read_\w+|imread|loadtxt|genfromtxt|memmap|connect|Image|SVG|glob|rglob|iterdir|listdir|"
    r"scandir|walk|stat|exists|is_file|is_dir|urlopen|urlretrieve|requests|httpx|socket|environ|"
    r"getenv|subprocess|system|popen|now|utcnow|today|time|perf_counter|monotonic"
)


class Dependencies:
    """The keys of one build.

    Parameters
    ----------
    code : path from the folder above ``analysis`` -> sha256, as in the record of provenance.
    root : that folder.
    notebooks : folder of the chapters; modules beside them can be imported by them.
    cache : keeps what was found out about files and distributions.
    """

    def __init__(self, code: Mapping[str, str], root: Path, notebooks: Path, cache: Cache) -> None:
        beside = file_hashes(
            (p for p in notebooks.rglob("*.py") if ".ipynb_checkpoints" not in p.parts), notebooks
        )
        self._hashes = {**beside, **code}
        folders = dict.fromkeys(beside, notebooks) | dict.fromkeys(code, root)
        known = _recalled_facts(cache)
        facts: dict[str, Facts | None] = {}
        named: dict[str, Facts | None] = {}
        for path, digest in self._hashes.items():
            if path.endswith(".py"):
                name = f"{path} {digest}"
                facts[path] = known.get(name) or _facts(folders[path] / path, path)
                named[name] = facts[path]
        if known.keys() != named.keys():
            _keep_facts(cache, named)
        others = [path for path in self._hashes if not path.endswith(".py")]
        self._graph = ImportGraph(facts, others)
        self._installed = _installed(cache)

    def chapter(self, job: ChapterJob, package: Mapping[str, str], shown: str) -> str | None:
        """The key of a chapter; None when it must run each time.

        Parameters
        ----------
        job : the chapter.
        package : file of the data package -> sha256.
        shown : what stands for the package's path in what the chapter shows.
        """
        parts = self.behind_chapter(job, package, shown)
        return None if parts is None else self._key("chapter", **parts)

    def behind_chapter(
        self, job: ChapterJob, package: Mapping[str, str], shown: str
    ) -> dict[str, Any] | None:
        """What is in the key of a chapter: `files` (path -> sha256), `versions` and so on."""
        cells = _code(nbformat.reads(job.source, as_version=4))
        try:
            # Together: what one cell imports, another one uses.
            facts = facts_of("\n".join(source for source, _ in cells))
        except SyntaxError:  # what only IPython understands may do anything
            return None
        if facts.opaque or any(map(_BEYOND.fullmatch, facts.names)):
            return None
        # Of the modules imported ahead, one that acts at import acts on every chapter.
        ahead = set(kernel_process.imports())
        own = self._brought({*facts.imports, *(ahead & self._graph.acting())})
        runners = self._brought((*_RUNNERS, _PRELOADER))
        others = {name.partition(".")[0] for name in ahead} - {"analysis"}
        try:
            versions = self._installed.behind({*own.outside, *runners.outside, *others}, _KERNEL)
        except UnknownOrigin:
            return None
        reads_frames = not self._graph.framing().isdisjoint(own.modules)
        used = job.parameters if reads_frames else used_parameters(cells, job.parameters)
        return {
            "notebook": sha256(job.source.encode()),
            "parameters": dict(used),
            "epoch": job.epoch,
            "package": [shown, dict(package)],
            "files": self._digests({*own.modules, *runners.modules}),
            "versions": versions,
        }

    def export(self, module: str, name: str, report: NotebookNode) -> str | None:
        """The key of a file that a module of the press makes of the joined report.

        Where a file that goes along with the report lies is no part of it; what it holds is.
        """
        plain = json.loads(json.dumps(report))
        for attachment in plain["metadata"]["backchannel"]["attachments"]:
            attachment["path"] = sha256(Path(attachment["path"]).read_bytes())
        brought = self._brought((module,))
        try:
            versions = self._installed.behind(brought.outside)
        except UnknownOrigin:
            return None
        text = json.dumps(plain, sort_keys=True)
        return self._key(
            "export",
            name=name,
            report=sha256(text.encode()),
            files=self._digests(brought.modules),
            versions=versions,
        )

    def _brought(self, names: Iterable[str]) -> Closure:
        """What these dotted names bring into play: everything, where that cannot be told."""
        found = self._graph.closure(names)
        if found.opaque - {_PRELOADER}:
            return Closure(frozenset(self._graph.paths), found.outside, found.opaque)
        return found

    def _digests(self, modules: Iterable[str]) -> dict[str, str]:
        return {path: self._hashes[path] for path in self._graph.files(modules)}

    def _key(self, what: str, **parts: Any) -> str:
        told = {"format": FORMAT, "what": what, **python(), **parts}
        return sha256(json.dumps(told, sort_keys=True).encode())


def used_parameters(
    cells: Iterable[tuple[str, bool]], parameters: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Those parameters that code speaks of, by whatever means; all when it could reach any.

    Parameters
    ----------
    cells : source, and whether it is the cell that declares the parameters.
    parameters : name -> value.
    """
    cells = list(cells)
    derived = any(declares and not _is_plain(source) for source, declares in cells)
    text = "\n".join(source for source, declares in cells if not declares)
    if derived or not _NAMESPACES.isdisjoint(re.findall(r"\w+", text)):
        return parameters
    # In strings too: pandas reads "@freq" in a query from the cell's own variables.
    return {n: v for n, v in parameters.items() if re.search(rf"\b{re.escape(n)}\b", text)}


def _is_plain(source: str) -> bool:
    """Whether a cell only gives names to literals."""
    for statement in ast.parse(source).body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            return False
        try:
            ast.literal_eval(statement.value)
        except ValueError:
            return False
    return True


def _code(notebook: NotebookNode) -> list[tuple[str, bool]]:
    return [
        (cell.source, "parameters" in cell.metadata.get("tags", ()))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _facts(file: Path, path: str) -> Facts | None:
    """The facts of one module, None for what is not Python."""
    try:
        source = file.read_text(encoding="utf-8")
        return facts_of(source, module_of(path), package=file.name == "__init__.py")
    except (SyntaxError, UnicodeDecodeError):
        return None


def _facts_key() -> str:
    reader = Path(__file__).with_name("module_facts.py").read_bytes()
    return sha256(b"facts" + sha256(reader).encode() + str(python()).encode())


def _recalled_facts(cache: Cache) -> dict[str, Facts]:
    kept = cache.get(_facts_key())
    told: dict[str, dict[str, Any]] = json.loads(kept) if kept else {}
    sets = ("imports", "words", "names")
    return {
        name: Facts(
            **{
                **one,
                **{key: frozenset(one[key]) for key in sets},
                "binds": frozenset((bound, origin) for bound, origin in one["binds"]),
            }
        )
        for name, one in told.items()
    }


def _keep_facts(cache: Cache, facts: Mapping[str, Facts | None]) -> None:
    told = {name: asdict(one) for name, one in facts.items() if one is not None}
    cache.put(_facts_key(), json.dumps(told, default=sorted).encode())


def _installed(cache: Cache) -> Installed:
    reader = Path(__file__).with_name("installed.py").read_bytes()
    now = {**fingerprint(), "reader": sha256(reader)}
    key = sha256(b"installed" + json.dumps(now, sort_keys=True).encode())
    kept = cache.get(key)
    if kept is not None:
        return Installed.from_json(json.loads(kept))
    found = Installed.here()
    cache.put(key, json.dumps(found.as_json()).encode())
    return found
