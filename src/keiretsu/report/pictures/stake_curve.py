"""The stake curve as a picture: one line a reading, gaps where figures jump."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.control import READING_WORDS, Reading
from keiretsu.deals.figures import percent, signed
from keiretsu.pictures.metric import text_width, wrapped
from keiretsu.pictures.picture import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    Picture,
    named_as,
    titled,
)
from keiretsu.pictures.rows import DESK, PHONE
from keiretsu.pictures.scale import Scale, tick_words
from keiretsu.pictures.sheet import Drawing, svg, word
from keiretsu.pictures.table import Table
from keiretsu.report.curve import Curve, Point
from keiretsu.report.headline import place_of
from keiretsu.units import written

SIZE, LINE, HEIGHT = 11.0, 15.0, 230.0
JUMP = 5e-4
"""A change between both sides of a line that is drawn as a gap."""
LOOKS: tuple[tuple[str, str], ...] = (
    (BLUE, "7 4"),
    (ORANGE, "2 3"),
    (GREEN, ""),
    (PURPLE, "9 3 2 3"),
)
"""Colour and dashes of each line; never colour alone."""


def stake_curve_picture(curve: Curve, chosen: float | None = None) -> Picture:
    """Return the curve in two widths, with every point in its table.

    Parameters
    ----------
    curve
        The curve.
    chosen
        A size of the stake to mark, or None.
    """
    holder, held = (curve.labels[name] for name in (curve.holder, curve.held))
    ends = [change for p in curve.points for change in p.changes.values()]
    low, high = signed(min(ends)), signed(max(ends))
    move = "do not move" if low == high == signed(0.0) else f"move by {low} to {high}"
    title = (
        f"From nothing to all of {held} in the hands of {holder}: prices of the two in "
        f"{place_of(curve.market)} {move}"
    )
    note = (
        f"Mean price change of both in {curve.market.title}, by the part of {held} "
        f"that {holder} holds, facts of {written(curve.on)}. A line a reading of what "
        "a stake gives a say in; nobody knows which holds. "
        f"Demand: {curve.demand}. Ticks "
        "below the line are sizes that a law names."
    )
    name = f"curve-{curve.holder}-{curve.held}-{curve.market.name}"
    wide, narrow = (svg(_draw(curve, width, chosen)) for width in (DESK, PHONE))
    return Picture(
        name=name,
        title=title,
        note=note,
        svg=titled(wide, name=name, title=title, note=note, css="wide"),
        narrow=named_as(narrow, name=f"{name}-narrow", of=name, css="narrow"),
        table=curve_table(curve),
    )


def curve_table(curve: Curve) -> Table:
    """Return every computed size with its change under each reading."""
    return Table(
        caption="Mean price change of the two by size of the stake and reading",
        columns=("Stake", *(f"if {READING_WORDS[r]}" for r in curve.readings)),
        rows=(
            *(
                (
                    f"{100 * p.stake:.4g} %",
                    *(signed(p.changes[r]) for r in curve.readings),
                )
                for p in curve.points
            ),
            ("merger", *(signed(curve.merger[r]) for r in curve.readings)),
        ),
        numeric=tuple(range(1, len(curve.readings) + 1)),
    )


def _draw(curve: Curve, width: float, chosen: float | None) -> Drawing:
    values = [100 * c for p in curve.points for c in p.changes.values()]
    rough = Scale.over([0.0, *values], 0.0, 1.0)
    words = tick_words(rough.ticks(5))
    left = max(text_width(f"+{w} %", SIZE) for w in words) + 6
    parts: list[str] = []
    top = _legend(parts, curve, width) + 26
    x = Scale(low=0.0, high=1.0, left=left, right=width - 16)
    y = Scale(low=rough.low, high=rough.high, left=top + HEIGHT, right=top)
    parts.extend(_axes(x, y, words, width))
    parts.extend(_breaks(curve, x, top))
    parts.extend(_laws(curve, x, top + HEIGHT))
    for number, reading in enumerate(curve.readings):
        parts.extend(_line(curve, reading, x, y, LOOKS[number % len(LOOKS)]))
    if chosen is not None:
        at = x.at(chosen)
        parts.append(
            f'<path class="chosen" data-left="{x.left:.1f}" data-right="{x.right:.1f}" '
            f'd="M{at:.1f} {top:.0f}v{HEIGHT:g}" '
            f'stroke="{INK}" stroke-width="2"/>'
        )
    end = _reasons(parts, curve, top + HEIGHT + 52, width)
    return Drawing(body="".join(parts), width=width, height=end)


def _legend(parts: list[str], curve: Curve, width: float) -> float:
    y = LINE
    for number, reading in enumerate(curve.readings):
        colour, dashes = LOOKS[number % len(LOOKS)]
        parts.append(_stroke(f"M2 {y - 4:g}h26", colour, dashes))
        for line in wrapped(READING_WORDS[reading], SIZE, width - 36):
            parts.append(word(34, y, line, SIZE, anchor="start"))
            y += LINE
    return y - LINE


def _stroke(path: str, colour: str, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2"{dashed}/>'
    )


def _axes(x: Scale, y: Scale, words: list[str], width: float) -> Iterator[str]:
    for value, told in zip(y.ticks(5), words, strict=True):
        at = y.at(value)
        sign = "+" if value > 0 else ""
        yield f'<path d="M{x.left:.1f} {at:.1f}H{x.right:.1f}" stroke="#e4e4e4"/>'
        yield word(x.left - 5, at + 4, f"{sign}{told} %", SIZE, anchor="end")
    bottom = y.left
    for part in (0, 0.25, 0.5, 0.75, 1):
        half = text_width(f"{100 * part:g} %", SIZE) / 2
        at = min(x.at(part), width - half)
        yield word(at, bottom + 18, f"{100 * part:g} %", SIZE)
    yield f'<path d="M{x.left:.1f} {bottom:.1f}H{x.right:.1f}" stroke="{GREY}"/>'


def _breaks(curve: Curve, x: Scale, top: float) -> Iterator[str]:
    for number, one in enumerate(curve.breaks, 1):
        at = x.at(one.at)
        yield (
            f'<path d="M{at:.1f} {top - 8:.0f}V{top + HEIGHT:.0f}" stroke="{GREY}" '
            'stroke-dasharray="3 3"/>'
        )
        yield word(at, top - 12, f"{percent(one.at)} ({number})", SIZE)


def _laws(curve: Curve, x: Scale, bottom: float) -> Iterator[str]:
    for line in curve.lines:
        yield (
            f'<path d="M{x.at(line.at):.1f} {bottom:.0f}v6" stroke="{INK}" '
            'stroke-width="1.5"/>'
        )


def _line(
    curve: Curve, reading: Reading, x: Scale, y: Scale, look: tuple[str, str]
) -> Iterator[str]:
    def place(point: Point) -> tuple[float, float]:
        return x.at(point.stake), y.at(100 * point.changes[reading])

    last: Point | None = None
    for stretch in curve.stretches():
        if not stretch:
            continue
        path = "L".join(f"{a:.1f} {b:.1f}" for a, b in map(place, stretch))
        yield _stroke(f"M{path}", *look)
        jumped = last is not None and (
            abs(last.changes[reading] - stretch[0].changes[reading]) > JUMP
        )
        if last is not None and jumped:
            for point, fill in ((last, "white"), (stretch[0], look[0])):
                a, b = place(point)
                yield (
                    f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.2" fill="{fill}" '
                    f'stroke="{look[0]}" stroke-width="1.6"/>'
                )
        last = stretch[-1]


def _reasons(parts: list[str], curve: Curve, y: float, width: float) -> float:
    for number, one in enumerate(curve.breaks, 1):
        told = f"({number}) {percent(one.at)}: {one.reason}."
        for line in wrapped(told, SIZE, width - 2):
            parts.append(word(0, y, line, SIZE, anchor="start"))
            y += LINE
    return y
