"""A timeline of two companies: bars for stakes and links, dots for what happened.

What lasts fades out at the right; plans are hollow dots at their deadline. Figures and
numbers stand in a row of their own above their lane, each tied to its place by a line,
so that none can cover another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from keiretsu.landscape.analysis.history import HistoryEntry, between
from keiretsu.landscape.day import Day
from keiretsu.pictures.metric import text_width, widest, wrapped
from keiretsu.pictures.picture import BLUE, GREEN, GREY, INK, Picture, titled
from keiretsu.pictures.places import spread
from keiretsu.pictures.sheet import Drawing, Key, sheet, word
from keiretsu.pictures.table import Table
from keiretsu.pictures.time_axis import BAR, FADE, WIDTH, YEAR, Scale, bar, fading, grid
from keiretsu.units import plural, written

SIZE, ABOVE, LANE_GAP = 11.0, 26.0, 14.0
LONGEST = 150.0
LINE = 15.0
CLOSE, MANY = 5.0, 12


def timeline(
    day: Day,
    first: str,
    second: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Picture:
    """Return the picture of two companies; `Landscape.timeline` is its door."""
    entries = between(day, first, second, since, until)
    now = min(day.on, until or day.on)
    drawing = _draw(entries, since, now)
    label = day.label
    between_them = sum(e.kind != "plan" for e in entries)
    found = (
        plural(between_them, "entry", "entries")
        if between_them
        else "nothing on record"
    )
    title = f"{label(first)} and {label(second)} up to {written(now)}: {found}"
    note = (
        "A figure holds until the next; a bar that fades lasts on. The upright line is "
        f"{written(now)}. Hollow dots are plans, at the end of their deadline; the "
        "table names the source of every entry."
    )
    name = f"timeline-{first}-{second}"
    svg = sheet([("", drawing)], title=title, note=note, legend=_legend())
    return Picture(
        name=name,
        title=title,
        note=note,
        svg=titled(svg, name=name, title=title, note=note),
        table=table(entries, title),
    )


def table(entries: Sequence[HistoryEntry], caption: str) -> Table:
    """Return the entries as a table, in the order of the lanes."""
    return Table(
        caption=caption,
        columns=("Lane", "From", "Until", "What", "Source"),
        rows=tuple(
            (
                e.lane,
                str(e.start),
                str(e.end) if e.end else "lasts" if e.lasts else "",
                e.words,
                str(e.source),
            )
            for e in entries
        ),
    )


def _draw(
    entries: Sequence[HistoryEntry], since: dt.date | None, now: dt.date
) -> Drawing:
    lanes = list(dict.fromkeys(e.lane for e in entries))
    heads = {lane: wrapped(lane, SIZE, LONGEST) for lane in lanes}
    left = max((widest(lines, SIZE) for lines in heads.values()), default=0.0) + 14
    scale = _scale(entries, since, now, left)
    moments: list[HistoryEntry] = []
    parts: list[str] = []
    y, right = 4.0, scale.left + WIDTH + FADE
    for lane in lanes:
        own = [e for e in entries if e.lane == lane]
        marks = _figures(own, scale) + _numbers(own, scale, len(moments))
        moments += sorted((e for e in own if not e.lasts), key=_day)
        top = y + (ABOVE if marks else 4.0)
        right = max(right, _labels(parts, marks, scale.left, y, top))
        for number, line in enumerate(heads[lane]):
            parts.append(word(0, top + 10 + 13 * number, line, SIZE, anchor="start"))
        parts += [_shape(e, scale, top, now) for e in own]
        y = top + max(BAR, 13.0 * len(heads[lane])) + LANE_GAP
    years = "".join(grid(scale, y, now))
    y = _listed(parts, moments, y + 34, right)
    return Drawing(body=years + "".join(parts), width=right, height=y)


def _scale(
    entries: Sequence[HistoryEntry], since: dt.date | None, now: dt.date, left: float
) -> Scale:
    starts = [e.start.first for e in entries if e.start.first <= now]
    first = since or min([*starts, now - dt.timedelta(days=round(YEAR))])
    last = max([now, *(e.start.last for e in entries if e.kind == "plan")])
    return Scale(min(first, now - dt.timedelta(days=30)), last, left)


def _day(entry: HistoryEntry) -> dt.date:
    """Return the day an entry stands at: a plan at the end of its deadline."""
    return entry.start.last if entry.kind == "plan" else entry.start.first


def _figures(own: Sequence[HistoryEntry], scale: Scale) -> list[tuple[float, str]]:
    return [(scale.x(_day(e)), e.words) for e in own if e.kind == "stake"]


def _numbers(
    own: Sequence[HistoryEntry], scale: Scale, before: int
) -> list[tuple[float, str]]:
    """Return where the numbers of a lane's dots stand; one mark for what coincides."""
    places = sorted(scale.x(_day(e)) for e in own if not e.lasts)
    groups: list[list[int]] = []
    for number, x in enumerate(places):
        if groups and x - places[groups[-1][-1]] < CLOSE:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [
        (
            places[group[0]],
            f"{before + group[0] + 1}"
            + (f"–{before + group[-1] + 1}" if len(group) > 1 else ""),
        )
        for group in groups
    ]


def _labels(
    parts: list[str],
    marks: Sequence[tuple[float, str]],
    left: float,
    y: float,
    top: float,
) -> float:
    """Write labels above their lane, apart from one another; return their right end."""
    shown = sorted(marks)
    widths = [text_width(label, SIZE) for _, label in shown]
    middles = spread([x for x, _ in shown], widths, left)
    for (x, label), middle, width in zip(shown, middles, widths, strict=True):
        # A plate keeps the lines of the years out of the words.
        parts.append(
            f'<rect x="{middle - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" '
            'height="13" fill="white"/>'
        )
        parts.append(word(middle, y + 10, label, SIZE))
        parts.append(
            f'<path d="M{middle:.1f} {y + 13:.1f}C{middle:.1f} {y + 18:.1f} {x:.1f} '
            f'{y + 18:.1f} {x:.1f} {top:.1f}" fill="none" stroke="{GREY}" '
            'stroke-width="0.8"/>'
        )
    ends = [m + w / 2 for m, w in zip(middles, widths, strict=True)]
    return max(ends, default=0.0)


def _shape(entry: HistoryEntry, scale: Scale, y: float, now: dt.date) -> str:
    x = scale.x(_day(entry))
    if not entry.lasts:
        fill = INK if entry.kind == "event" else "white"
        return (
            f'<circle cx="{x:.1f}" cy="{y + BAR / 2:.1f}" r="4" fill="{fill}" '
            f'stroke="{INK}" stroke-width="1.2"/>'
        )
    colour = BLUE if entry.kind == "stake" else GREEN
    over = entry.end if entry.end and entry.end.first <= now else None
    end = scale.x(over.first if over else now)
    drawn = bar(x, max(end - x, 2.0), y, colour, _strength(entry))
    return drawn if over else drawn + fading(end, y, colour, _strength(entry))


def _strength(entry: HistoryEntry) -> float:
    return 0.55 if entry.share is None else 0.35 + 0.6 * entry.share


def _listed(
    parts: list[str], moments: Sequence[HistoryEntry], y: float, width: float
) -> float:
    """List what the numbers stand for, a long list in two columns; return its end."""
    columns = 1 if len(moments) <= MANY else 2
    wide = width / columns
    each = -(-len(moments) // columns)
    ends = [y]
    for column in range(columns):
        x, at = column * wide, y
        own = range(column * each, min((column + 1) * each, len(moments)))
        for number in own:
            said = f"{moments[number].start}: {moments[number].words}"
            parts.append(word(x + 20, at, str(number + 1), SIZE, anchor="end"))
            for line in wrapped(said, SIZE, wide - 40):
                parts.append(word(x + 28, at, line, SIZE, anchor="start"))
                at += LINE
        ends.append(at)
    return max(ends)


def _legend() -> tuple[Key, ...]:
    dot = '<circle cx="14" cy="6" r="4" fill="{}" stroke="{}" stroke-width="1.2"/>'
    return (
        Key(sample=bar(0, 28, 0, BLUE, 0.6), words="a stake, darker is more"),
        Key(sample=bar(0, 28, 0, GREEN, 0.55), words="a link"),
        Key(sample=fading(0, 0, BLUE, 0.6), words="lasts on"),
        Key(sample=dot.format(INK, INK), words="an event"),
        Key(sample=dot.format("white", INK), words="a plan, at its deadline"),
    )
