"""What the text of a module tells, and where it tells too little to be trusted."""

from __future__ import annotations

import pytest

from analysis.press.build.module_facts import facts_of


def imports(source: str, module: str = "", *, package: bool = False) -> set[str]:
    return set(facts_of(source, module, package=package).imports)


def test_every_form_of_import_counts_wherever_it_stands() -> None:
    assert imports("import a.b\nfrom c import d as e") == {"a.b", "c.d"}
    assert imports("def f():\n    from late import one") == {"late.one"}
    assert imports("try:\n    import fast\nexcept ImportError:\n    import slow") == {
        "fast",
        "slow",
    }
    assert imports("from all_of_it import *") == {"all_of_it.*"}


def test_relative_imports_start_from_where_the_module_lies() -> None:
    assert imports("from . import c", "a.b.m") == {"a.b.c"}
    assert imports("from ..x import y", "a.b.m") == {"a.x.y"}
    assert imports("from .m import n", "a.b", package=True) == {"a.b.m.n"}


def test_what_no_run_enters_does_not_count() -> None:
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\nelse:\n    import b"
    )
    assert imports(source) - {"typing.TYPE_CHECKING", "typing.TYPE_CHECKING.*"} == {"b"}


def test_modules_reached_through_a_name_count() -> None:
    assert "a.prose.contacts.on" in imports("from a import prose\nprose.contacts.on(1)")
    assert "a.b.c" in imports("import a\na.b.c")
    assert "a.b.c" in imports("import a.b as short\nshort.c")


def test_a_name_that_is_handed_on_stands_for_all_that_it_holds() -> None:
    assert "a.prose.*" in imports("from a import prose\ngetattr(prose, name)")


@pytest.mark.parametrize(
    "source",
    [
        "from importlib import import_module\nimport_module(name)",
        "__import__(name)",
        "exec(text)",
        "eval(text)",
        "import runpy\nrunpy.run_path(name)",
    ],
)
def test_code_that_only_a_run_can_tell_is_opaque(source: str) -> None:
    assert facts_of(source).opaque


def test_an_expression_on_a_frame_is_not_a_program() -> None:
    assert not facts_of("frame.eval('a + b')").opaque


@pytest.mark.parametrize(
    ("source", "acts"),
    [
        ('"""Words."""\nX = 1\ndef f(): ...\nclass C: ...', False),
        ('if __name__ == "__main__":\n    main()', False),
        ("import pandas as pd\npd.set_option('a', 1)", True),
        ("rc['font'] = 'serif'", True),
        ("for name in names:\n    register(name)", True),
        ("if fast:\n    switch_on()", True),
    ],
)
def test_a_module_that_does_something_when_imported_is_told_from_one_that_only_defines(
    source: str, acts: bool
) -> None:
    assert facts_of(source).acts == acts


def test_a_package_that_only_lists_its_modules_is_an_index() -> None:
    listing = '"""Words."""\nfrom a.p import one, two\n__all__ = ["one", "two"]'
    assert facts_of(listing, "a.p", package=True).index
    assert not facts_of(listing, "a.p").index
    assert not facts_of("from a.p.one import f", "a.p", package=True).index
    assert not facts_of("from a.p import one as other", "a.p", package=True).index
    assert not facts_of("from a.p import one\nX = 1", "a.p", package=True).index


@pytest.mark.parametrize("source", ["import inspect", "sys._getframe()", "get_ipython().user_ns"])
def test_a_module_that_reads_its_callers_variables_is_known(source: str) -> None:
    assert facts_of(source).frames


def test_strings_that_could_name_a_file_are_words_with_their_parts() -> None:
    facts = facts_of('X = Path(__file__).parents[1] / "fonts/A.ttf"\nY = "a sentence, that is"')
    assert facts.words == {"fonts/A.ttf", "fonts", "A.ttf"}


def test_a_cell_may_await_and_what_only_ipython_reads_is_not_python() -> None:
    assert "go" in facts_of("await go()").names
    with pytest.raises(SyntaxError):
        facts_of("%run other.py")
