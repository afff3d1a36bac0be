"""Where an authority would look: concentration by market against its own thresholds.

Each market is held against the thresholds of the authorities that judge it, on the day
of the deal; no rule is applied to a market it does not cover.
"""

from __future__ import annotations

import re
from typing import Any

import altair as alt

from keiretsu.pictures.chart import Drawn, chart_svg, new_chart
from keiretsu.pictures.picture import GREY, INK, ORANGE, PURPLE, VERMILLION, Picture
from keiretsu.pictures.table import Table
from keiretsu.report.report import Report
from keiretsu.report.severity import CLOSER, GRAVE, by_place, decided, gravest
from keiretsu.report.thresholds import Threshold, decisive, ends, thresholds
from keiretsu.report.words import joined, plural
from keiretsu.rules.assessment import Concentration
from keiretsu.rules.verdict import Verdict
from keiretsu.units import percent, points

_STATES = (
    "presumed or likely harm",
    "closer look",
    "no concern met",
    "undecided, or no test held",
)
_COLOURS = [VERMILLION, ORANGE, GREY, PURPLE]
_SHAPES = ["triangle-right", "diamond", "circle", "cross"]


def concentration(report: Report) -> Picture | None:
    """Return the picture, or None where nothing was assessed."""
    entries = decisive(report)
    if not entries:
        return None
    verdicts = by_place(report)
    rows = [_row(e, verdicts.get(e.market, [])) for e in entries]
    levels = {m: thresholds(v, report.deal.on) for m, v in verdicts.items()}
    drawn = [r for r in rows if r["after"] is not None]
    title = _title(drawn, {e.market for e in entries})
    measure = joined(sorted({e.measure for e in entries}))
    note = (
        f"{measure} in points: hollow before, filled after, the rise written. Upright "
        "marks are the thresholds of that market's own authority on the day of the "
        "deal. Makers that the data do not name add nothing, so these are lower bounds."
        + (" MHHI counts minority stakes too." if "MHHI" in measure else "")
    )
    svg = chart_svg(
        _chart(drawn, entries, levels), name="concentration", title=title, note=note
    )
    return Picture(
        name="concentration",
        title=title,
        note=note,
        svg=svg,
        table=_table(entries, levels),
    )


def label(entry: Concentration) -> str:
    """Return the market's name without its countries and level, and the reading."""
    title = re.sub(r" \([A-Z ]+\)|, by brand$", "", entry.title)
    return title if entry.measure == "HHI" else f"{title} ({entry.reading})"


def _row(entry: Concentration, verdicts: list[Verdict]) -> dict[str, Any]:
    before, after = ends(entry)
    own = [v for v in verdicts if v.reading in (None, entry.reading)]
    worst = gravest(own)
    severity = -1 if worst is None else worst.severity
    calm = 2 if decided(own) else 3
    state = 0 if severity >= GRAVE else 1 if severity >= CLOSER else calm
    rise = "" if before is None or after is None else f"+{points(after - before)}"
    return {
        "market": entry.market,
        "label": label(entry),
        "before": before,
        "after": after,
        "rise": rise.replace("+-", "−"),
        "state": _STATES[state],
        "severity": severity,
    }


def _title(rows: list[dict[str, Any]], markets: set[str]) -> str:
    if not rows:
        return "Concentration could not be computed in any market"
    looked = {r["market"] for r in rows if r["severity"] >= CLOSER}
    top = max(rows, key=lambda r: r["after"] - (r["before"] or 0.0))
    if top["after"] - (top["before"] or 0.0) < 0.5:
        return "The deal raises concentration in no market"
    many = plural(len(markets), "market")
    return (
        f"In {len(looked)} of {many} a concentration test calls for a closer look or "
        f"more; largest rise: {top['label']}, {top['rise']} points"
    )


def _chart(
    rows: list[dict[str, Any]],
    entries: tuple[Concentration, ...],
    levels: dict[str, tuple[Threshold, ...]],
) -> Drawn:
    marks = [
        {"label": label(e), "level": t.value, "text": points(t.value)}
        for e in entries
        for t in levels.get(e.market, ())
    ]
    most = max([*(r["after"] for r in rows), *(m["level"] for m in marks), 1.0])
    end = 1.18 * most
    sort = [label(e) for e in entries]
    y = alt.Y("label:N", sort=sort, title=None, axis=alt.Axis(labelLimit=350))
    base = new_chart([{**r, "end": end} for r in rows]).encode(y=y)
    rules = new_chart(marks).encode(x=alt.X("level:Q"), y=y)
    return alt.layer(
        rules.mark_tick(color=INK, thickness=2, size=20),
        rules.mark_text(dy=17, fontSize=10, color="#555").encode(text="text:N"),
        *_moves(base, end),
        base.mark_text(align="right", fontWeight="bold", dx=-2).encode(
            x="end:Q", text="rise:N"
        ),
    ).properties(width=460, height=46 * len(sort))


def _moves(base: alt.Chart, end: float) -> tuple[alt.Chart, ...]:
    """Return the line from before to after with its two points."""
    x = alt.X(
        "before:Q",
        title="points",
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(labelExpr="replace(format(datum.value, ',.0f'), ',', ' ')"),
    )
    legend = alt.Legend(title=None, orient="top", columns=2)
    states = list(_STATES)
    colours = alt.Scale(domain=states, range=_COLOURS)
    shapes = alt.Scale(domain=states, range=_SHAPES)
    state = alt.Color("state:N", scale=colours, legend=legend)
    shape = alt.Shape("state:N", scale=shapes, legend=legend)
    return (
        base.mark_rule(strokeWidth=3).encode(x=x, x2="after:Q", color=state),
        base.mark_point(size=90, filled=False, strokeWidth=2, color=GREY).encode(
            x="before:Q"
        ),
        base.mark_point(size=110, filled=True, opacity=1).encode(
            x="after:Q", color=state, shape=shape
        ),
    )


def _table(
    entries: tuple[Concentration, ...], levels: dict[str, tuple[Threshold, ...]]
) -> Table:
    def level(value: float | None) -> str:
        return "unknown" if value is None else points(value)

    def rise(entry: Concentration) -> str:
        before, after = ends(entry)
        return "unknown" if before is None or after is None else points(after - before)

    return Table(
        caption="Concentration and shares by market; thresholds of its own authority",
        columns=(
            "Market",
            "Measure",
            "Before, points",
            "After, points",
            "Rise, points",
            "Parties' shares",
            "Together",
            "Named makers cover",
            "Thresholds, points",
        ),
        rows=tuple(
            (
                label(e),
                e.measure,
                *(level(v) for v in ends(e)),
                rise(e),
                " + ".join(percent(s) for s in e.parties.values()),
                percent(e.share_combined),
                "not stated" if e.coverage is None else percent(e.coverage),
                ", ".join(
                    f"{points(t.value)} ({t.authority})"
                    for t in levels.get(e.market, ())
                )
                or "none named",
            )
            for e in entries
        ),
        numeric=(2, 3, 4, 5, 6, 7),
    )
