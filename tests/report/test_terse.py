"""What a terse page leaves out, a browser puts back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.report.terse import _in_steps, terse

whole = st.integers(-400, 900)
step = st.one_of(
    st.builds("M{} {}".format, whole, whole),
    st.builds("V{}".format, whole),
    st.builds("H{}".format, whole),
    st.builds("C{} {} {} {} {} {}".format, *[whole] * 6),
)


def places(path: str) -> list[tuple[str, list[int]]]:
    """Every point that a path names, in places."""
    x = y = 0
    found = []
    for kind, words in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", words)]
        low = kind.islower()
        if kind in "Vv":
            y = numbers[0] + (y if low else 0)
            at = [x, y]
        elif kind in "Hh":
            x = numbers[0] + (x if low else 0)
            at = [x, y]
        else:
            at = [n + low * (y if k % 2 else x) for k, n in enumerate(numbers)]
            x, y = at[-2:]
        found.append((kind.upper(), at))
    return found


@given(st.lists(step, min_size=1, max_size=12))
def test_a_path_in_steps_is_the_same_path(steps: list[str]) -> None:
    path = "M3 5" + "".join(steps)
    assert places(_in_steps(path)) == places(path)


@pytest.mark.parametrize(
    ("page", "short"),
    [
        ('<svg><path d="M1.5 2V3"/></svg>', '<svg><path d="M1.5 2V3"/></svg>'),
        ('<svg><path d="M1 2l3 4z"/></svg>', '<svg><path d="M1 2l3 4z"/></svg>'),
        ('<svg a="1"><a x="2">a="b"</a></svg>', '<svg a=1><a x=2>a="b"</a></svg>'),
        ('<svg><g b=""/><g c="x y"/></svg>', '<svg><g b=""/><g c="x y"/></svg>'),
        ('<p class="a">b</p>', '<p class="a">b</p>'),
        ("<thead><tr><th>a</th></tr></thead>\n<tbody>", "<thead><tr><th>a<tbody>"),
        ("<div><dt>a</dt><dd>b</dd></div>", "<div><dt>a<dd>b</div>"),
        ("<td>a</td></tr></tbody><p>", "<td>a</tbody><p>"),
    ],
    ids=[
        *("parts", "other steps", "words", "no one word", "no drawing"),
        *("table head", "term", "stray"),
    ],
)  # fmt: skip
def test_only_what_can_be_spared_goes(page: str, short: str) -> None:
    assert terse(page) == short
