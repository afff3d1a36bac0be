"""The reader of drawings: a plate hides a line, nothing else does."""

from __future__ import annotations

import pytest
from tests.pictures.boxes import collisions

LINE = '<path d="M20 0V300"/>'
WORD = '<text x="10" y="150" font-size="11">2024</text>'
PLATE = '<rect x="8" y="138" width="30" height="16" fill="white"{}/>'


def drawn(*parts: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><g>{"".join(parts)}</g></svg>'


def test_a_plate_between_a_line_and_a_label_keeps_the_label_clear() -> None:
    assert collisions(drawn(LINE, PLATE.format(""), WORD)) == []


@pytest.mark.parametrize(
    "parts",
    [
        (LINE, WORD),
        (PLATE.format(""), LINE, WORD),
        (LINE, PLATE.format(' fill-opacity="0.5"'), WORD),
        (LINE, PLATE.format(' stroke="#222222"'), WORD),
        (LINE, PLATE.format("").replace('y="138"', 'y="158"'), WORD),
        ('<g transform="translate(0 0)">', LINE, "</g>", WORD),
    ],
    ids=["no plate", "below the line", "clear", "with an edge", "beside", "grouped"],
)
def test_a_line_through_a_label_is_found(parts: tuple[str, ...]) -> None:
    assert collisions(drawn(*parts)) == ["a line through '2024'"]


@pytest.mark.parametrize("bottom", range(120, 1200, 97))
def test_no_label_is_small_enough_to_stand_between_two_points_of_a_line(
    bottom: int,
) -> None:
    for y in range(20, bottom, 3):
        word = f'<text x="15" y="{y}" font-size="11">x2</text>'
        path = f'<path d="M20 0V{bottom}"/>'
        assert collisions(drawn(path, word)) == ["a line through 'x2'"]
