"""What the drawings of a page share."""

import re

from analysis.press.html.shared import share


def drawing(name: str, shape: str = "M0 0H3", more: str = "") -> str:
    return (
        f'<svg><defs><path d="{shape}" id="{name}.1"/></defs>'
        f'<use x="1" href="#{name}.1" style="fill:red"/>{more}</svg>'
    )


def test_a_shape_of_several_drawings_is_defined_once_and_all_refer_to_it():
    shared = share([drawing("fig-a"), drawing("fig-b"), drawing("fig-c", "M0 0V5")])
    assert shared.shapes == '<path d="M0 0H3" id="d.1"/>'
    for svg in shared.svgs[:2]:
        assert svg == '<svg><use x="1" href="#d.1" class="s1"/></svg>'
    assert 'id="fig-c.1"' in shared.svgs[2]
    assert 'href="#fig-c.1"' in shared.svgs[2]


def test_a_style_that_occurs_often_is_a_class_and_one_that_does_not_stays():
    rare = '<path style="fill:blue"/>'
    shared = share([drawing("fig-a", more=rare), drawing("fig-b"), drawing("fig-c")])
    assert shared.style == ".s1{fill:red}"
    assert rare in shared.svgs[0]


def test_a_style_refers_to_the_shared_shape_too():
    def hatched(name: str) -> str:
        return (
            f'<svg><defs><pattern id="{name}.1"><path d="M0 0"/></pattern></defs>'
            f'<path style="fill:url(#{name}.1)"/><path style="fill:url(#{name}.1)"/></svg>'
        )

    shared = share([hatched("fig-a"), hatched("fig-b")])
    assert shared.style == ".s1{fill:url(#d.1)}"
    assert re.findall(r' id="([^"]+)"', shared.shapes) == ["d.1"]
    assert shared.svgs == ['<svg><path class="s1"/><path class="s1"/></svg>'] * 2


def test_nothing_is_made_of_no_drawings():
    shared = share([])
    assert (shared.svgs, shared.style, shared.shapes) == ([], "", "")
