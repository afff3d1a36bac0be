"""What a drawing shows, read back from its SVG: labels with their boxes, and lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil, dist

from lxml import etree

from keiretsu.pictures.metric import text_width

Point = tuple[float, float]
SVG = "{http://www.w3.org/2000/svg}"
APART = 4.0
"""Points of a line stand no further apart: less than the height of any label."""


@dataclass(frozen=True)
class Label:
    """One text of a drawing and the box that it fills."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Label) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom


def read(svg: str) -> tuple[list[Label], list[list[Point]]]:
    """Return the labels, and the lines as points, of an SVG."""
    labels: list[Label] = []
    lines: list[list[Point]] = []
    _walk(etree.fromstring(svg.encode()), (0.0, 0.0), labels, lines)
    return labels, lines


def _walk(
    node: etree._Element,
    shift: Point,
    labels: list[Label],
    lines: list[list[Point]],
) -> None:
    if node.get("transform") == "rotate(-90)":
        return _upright(node, shift, labels)
    moved = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
    if moved:
        shift = (shift[0] + float(moved[1]), shift[1] + float(moved[2]))
    if node.tag == f"{SVG}text":
        labels.append(_label(node, shift))
    if node.tag == f"{SVG}path" and re.search("[CV]", node.get("d", "")):
        lines.append(_points(node.get("d", ""), shift))
    if _is_plate(node):
        _cover(lines, node, shift)
    for child in node:
        _walk(child, shift, labels, lines)


def _is_plate(node: etree._Element) -> bool:
    """Return whether a shape is a plate: white, whole and without an edge."""
    paint = (node.get("fill"), node.get("fill-opacity"), node.get("stroke"))
    return bool(node.tag == f"{SVG}rect" and paint == ("white", None, None))


def _cover(lines: list[list[Point]], plate: etree._Element, shift: Point) -> None:
    """Take out what a plate hides of the lines that were drawn before it."""
    left, top = (float(plate.get(k, "0")) + d for k, d in zip("xy", shift, strict=True))
    right = left + float(plate.get("width"))
    bottom = top + float(plate.get("height"))
    for line in lines:
        line[:] = [
            (x, y) for x, y in line if not (left <= x <= right and top <= y <= bottom)
        ]


def _upright(node: etree._Element, shift: Point, labels: list[Label]) -> None:
    """Read labels that are turned to run upwards."""
    flat: list[Label] = []
    for child in node:
        _walk(child, (0.0, 0.0), flat, [])
    labels += [
        Label(a.words, shift[0] + a.top, shift[1] - a.right, shift[0] + a.bottom,
              shift[1] - a.left)
        for a in flat
    ]  # fmt: skip


def _label(node: etree._Element, shift: Point) -> Label:
    size = float(node.get("font-size"))
    bold = node.get("font-weight") == "bold"
    width = text_width(node.text or "", size, bold=bold)
    part = {"start": 0.0, "middle": 0.5, "end": 1.0}[node.get("text-anchor", "start")]
    left = float(node.get("x")) + shift[0] - part * width
    base = float(node.get("y")) + shift[1]
    # Arial rises 0.73 above its line (capitals, digits) and falls 0.21 below it.
    return Label(node.text or "", left, base - 0.73 * size, left + width,
                 base + 0.21 * size)  # fmt: skip


def _points(path: str, shift: Point) -> list[Point]:
    """Return points along a path of cubic curves and upright lines, close together."""
    found: list[Point] = []
    start: Point = (0.0, 0.0)
    for letter, words in re.findall(r"([MCVHvh])([^A-Za-z]*)", path):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", words)]
        if letter == "M":
            start = (numbers[0], numbers[1])
            continue
        if letter not in "CV":
            return found
        if letter == "V":
            numbers = [*start, start[0], numbers[0], start[0], numbers[0]]
        a, b, c, d, e, f = numbers
        corners = (start, (a, b), (c, d), (e, f))
        # A cubic curve moves at most three times as fast as its longest leg is long.
        steps = ceil(3 * max(dist(p, q) for p, q in pairwise(corners)) / APART) or 1
        for step in range(steps + 1):
            t, u = step / steps, 1 - step / steps
            x = u**3 * start[0] + 3 * u * u * t * a + 3 * u * t * t * c + t**3 * e
            y = u**3 * start[1] + 3 * u * u * t * b + 3 * u * t * t * d + t**3 * f
            found.append((x + shift[0], y + shift[1]))
        start = (e, f)
    return found


def collisions(svg: str) -> list[str]:
    """Return every pair of labels that overlap and every label that a line crosses."""
    labels, lines = read(svg)
    found = [
        f"{a.words!r} over {b.words!r}"
        for a, b in combinations(labels, 2)
        if a.meets(b)
    ]
    return found + [
        f"a line through {label.words!r}"
        for label in labels
        for line in lines
        if any(label.holds(point) for point in line)
    ]
