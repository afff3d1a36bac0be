"""Where an authority would look: concentration by market against its own thresholds.

Each market is held against the thresholds of the authorities that judge it, on the day
of the deal; no rule is applied to a market it does not cover.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import altair as alt

from keiretsu.report.pictures.picture import (
    GREY,
    INK,
    ORANGE,
    PURPLE,
    VERMILLION,
    Drawn,
    Picture,
    Table,
    chart_svg,
    new_chart,
)
from keiretsu.report.report import Report
from keiretsu.report.standing import CLOSER, GRAVE, by_place, decided, gravest
from keiretsu.report.words import joined, plural
from keiretsu.rules.assessment import Concentration
from keiretsu.rules.load import load_rules
from keiretsu.rules.logic import Compare, Condition, Not
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


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One level of the index that a rule names."""

    value: float
    authority: str
    text: str


def thresholds(verdicts: list[Verdict], on: dt.date) -> tuple[Threshold, ...]:
    """Return the levels of the HHI after the deal that a market's tests name."""
    found: dict[float, Threshold] = {}
    for verdict in verdicts:
        for rule in load_rules([verdict.jurisdiction]):
            if rule.id != verdict.rule or not rule.in_force(on):
                continue
            for test in rule.tests:
                if test.id == verdict.test:
                    for value in _levels(test.when):
                        entry = Threshold(
                            value=value, authority=rule.authority, text=test.text
                        )
                        found.setdefault(value, entry)
    return tuple(found[value] for value in sorted(found))


def _levels(condition: Condition) -> Iterator[float]:
    if isinstance(condition, Compare):
        number = isinstance(condition.value, int | float)
        if condition.var == "hhi_post" and number:
            assert isinstance(condition.value, int | float)
            yield float(condition.value)
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    for part in parts:
        yield from _levels(part)


def decisive(report: Report) -> tuple[Concentration, ...]:
    """Return one entry a market where readings agree, else one a reading."""
    chosen: dict[tuple[str, str | None], Concentration] = {}
    for entry in report.assessment.concentrations if report.assessment else ():
        reading = None if entry.measure == "HHI" else entry.reading
        chosen.setdefault((entry.market, reading), entry)
    return tuple(chosen.values())


def ends(entry: Concentration) -> tuple[float | None, float | None]:
    """Return the index before and after, the one that thresholds are held against."""
    if entry.measure == "HHI":
        return entry.hhi_before, entry.hhi_after
    return entry.mhhi_before, entry.mhhi_after


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


def _label(entry: Concentration) -> str:
    return entry.title if entry.measure == "HHI" else f"{entry.title} ({entry.reading})"


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
        "label": _label(entry),
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
    return (
        f"In {len(looked)} of {plural(len(markets), 'market')} a concentration test calls for a closer look or more; the rise is "
        f"largest in {top['label']}: {top['rise']} points"
    )


def _chart(
    rows: list[dict[str, Any]],
    entries: tuple[Concentration, ...],
    levels: dict[str, tuple[Threshold, ...]],
) -> Drawn:
    marks = [
        {"label": _label(e), "level": t.value, "text": points(t.value)}
        for e in entries
        for t in levels.get(e.market, ())
    ]
    most = max([*(r["after"] for r in rows), *(m["level"] for m in marks), 1.0])
    end = 1.18 * most
    sort = [_label(e) for e in entries]
    scale = alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(labelExpr="replace(format(datum.value, ',.0f'), ',', ' ')")
    x = alt.X("before:Q", title="points", scale=scale, axis=axis)
    y = alt.Y("label:N", sort=sort, title=None, axis=alt.Axis(labelLimit=300))
    legend = alt.Legend(title=None, orient="top", columns=2)
    state = alt.Color(
        "state:N",
        scale=alt.Scale(domain=list(_STATES), range=_COLOURS),
        legend=legend,
    )
    shape = alt.Shape(
        "state:N",
        scale=alt.Scale(domain=list(_STATES), range=_SHAPES),
        legend=legend,
    )
    base = new_chart([{**r, "end": end} for r in rows]).encode(y=y)
    rules = new_chart(marks).encode(x=alt.X("level:Q"), y=y)
    return alt.layer(
        rules.mark_tick(color=INK, thickness=2, size=20),
        rules.mark_text(dy=17, fontSize=10, color="#555").encode(text="text:N"),
        base.mark_rule(strokeWidth=3).encode(x=x, x2="after:Q", color=state),
        base.mark_point(size=90, filled=False, strokeWidth=2, color=GREY).encode(
            x="before:Q"
        ),
        base.mark_point(size=110, filled=True, opacity=1).encode(
            x="after:Q", color=state, shape=shape
        ),
        base.mark_text(align="right", fontWeight="bold", dx=-2).encode(
            x="end:Q", text="rise:N"
        ),
    ).properties(width=460, height=46 * len(sort))


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
                _label(e),
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
