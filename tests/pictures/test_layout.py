"""The layered drawing keeps boxes, labels and lines apart."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.pictures.layers import Link
from keiretsu.pictures.layout import Layout, Point, Rect, lay_out


def overlap(a: Rect, b: Rect) -> bool:
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )


def crosses(start: Point, end: Point, rect: Rect, *, steps: int = 60) -> bool:
    """Say whether a straight line passes through the inside of a rectangle."""
    for step in range(1, steps):
        part = step / steps
        x = start[0] + part * (end[0] - start[0])
        y = start[1] + part * (end[1] - start[1])
        inside_x = rect.x + 0.01 < x < rect.x + rect.width - 0.01
        if inside_x and rect.y + 0.01 < y < rect.y + rect.height - 0.01:
            return True
    return False


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, float], list[Link]]:
    number = draw(st.integers(1, 9))
    names = [f"c{n}" for n in range(number)]
    widths = {n: draw(st.floats(20, 160)) for n in names}
    pairs = [(a, b) for a in names for b in names if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=14)) if pairs else []
    links = [Link(upper=a, lower=b, width=draw(st.floats(15, 120))) for a, b in chosen]
    return widths, links


def rects(layout: Layout) -> list[Rect]:
    return [*layout.boxes.values(), *layout.labels]


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_no_box_and_no_label_overlaps_another(
    graph: tuple[dict[str, float], list[Link]],
) -> None:
    layout = lay_out(*graph)
    assert len(layout.boxes) == len(graph[0])
    for a, b in combinations(rects(layout), 2):
        assert not overlap(a, b)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_no_line_passes_through_a_box_or_a_label(
    graph: tuple[dict[str, float], list[Link]],
) -> None:
    layout = lay_out(*graph)
    for parts in layout.lines:
        for line in parts:
            for start, end in pairwise(line):
                assert not any(crosses(start, end, r) for r in rects(layout))


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_everything_lies_inside_the_drawing(
    graph: tuple[dict[str, float], list[Link]],
) -> None:
    layout = lay_out(*graph)
    for rect in rects(layout):
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.x + rect.width <= layout.width + 1e-6
        assert rect.y + rect.height <= layout.height + 1e-6


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_owners_stand_above_what_they_own_unless_a_ring_forbids_it(
    graph: tuple[dict[str, float], list[Link]],
) -> None:
    widths, links = graph
    layout = lay_out(widths, links)
    for link, turned in zip(links, layout.turned, strict=True):
        upper, lower = layout.boxes[link.upper], layout.boxes[link.lower]
        assert (upper.y < lower.y) is not turned


def test_a_chain_has_one_box_a_row_and_no_turned_link() -> None:
    links = [Link(upper="a", lower="b", width=30), Link(upper="b", lower="c", width=30)]
    layout = lay_out({"a": 50, "b": 50, "c": 50}, links)
    assert layout.turned == (False, False)
    tops = [layout.boxes[n].y for n in "abc"]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3


def test_a_ring_of_three_turns_exactly_one_link() -> None:
    links = [
        Link(upper=a, lower=b, width=30)
        for a, b in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    assert sum(lay_out(dict.fromkeys("abc", 40.0), links).turned) == 1


def test_no_row_is_wider_than_it_may_be() -> None:
    names = [f"n{n}" for n in range(11)]
    links = [Link(upper="top", lower=n, width=20) for n in names]
    layout = lay_out({"top": 40, **dict.fromkeys(names, 60.0)}, links, widest=230)
    tops = [box.y for box in layout.boxes.values()]
    assert max(tops.count(y) for y in tops) == 3
