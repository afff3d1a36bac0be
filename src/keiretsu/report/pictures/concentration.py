"""Where an authority would look: concentration by market against its own thresholds.

Each market is held against the thresholds of the authorities that judge it, on the day
of the deal; no rule is applied to a market it does not cover.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from keiretsu.control import READING_WORDS
from keiretsu.pictures.picture import GREY, ORANGE, PURPLE, VERMILLION, Picture
from keiretsu.pictures.rows import Mark, Row, Rows, rows_picture
from keiretsu.pictures.table import Table
from keiretsu.report.report import Report
from keiretsu.report.severity import CLOSER, GRAVE, by_place, decided, gravest
from keiretsu.report.thresholds import Threshold, both_sell, decisive, ends, thresholds
from keiretsu.rules.assessment import Concentration
from keiretsu.rules.verdict import Verdict
from keiretsu.units import joined, percent, plural, points
from keiretsu.words import Words

_STATES = (
    "presumed or likely harm",
    "closer look",
    "no concern met",
    "undecided, or no test held",
)
_COLOURS = [VERMILLION, ORANGE, GREY, PURPLE]
_SHAPES = ["right", "diamond", "circle", "cross"]


def concentration(report: Report) -> Picture | None:
    """Return the picture, or None where nothing was assessed."""
    entries = decisive(report)
    if not entries:
        return None
    verdicts = by_place(report)
    rows = [_row(e, verdicts.get(e.market, [])) for e in entries]
    levels = {m: thresholds(v, report.deal.on) for m, v in verdicts.items()}
    drawn = [r for r in rows if r["after"] is not None]
    title = _title(drawn, entries, report.effects.words)
    measure = joined(sorted({e.measure for e in entries}))
    note = (
        f"{measure} in points: hollow before, filled after, the rise written. Upright "
        "marks are the thresholds of that market's own authority on the day of the "
        "deal. Makers that the data do not name add nothing, so these are lower bounds."
        + (
            " MHHI counts minority stakes too, one line a reading of control: "
            f"{'; '.join(dict.fromkeys(READING_WORDS[e.reading] for e in entries))}."
            if "MHHI" in measure
            else ""
        )
    )
    return rows_picture(
        _drawn(drawn, entries, levels),
        name="concentration",
        title=title,
        note=note,
        table=_table(entries, levels),
    )


def if_read(entry: Concentration) -> str:
    """Return the reading that an index rests on: `, if stakes give no say`, or none."""
    if entry.measure == "HHI":
        return ""
    return f", if {READING_WORDS[entry.reading]}"


def _label(entry: Concentration) -> str:
    """Return the market's name and the name of the reading, for a row of many."""
    title = place_of(entry)
    return title if entry.measure == "HHI" else f"{title} ({entry.reading})"


def place_of(entry: Concentration) -> str:
    """Return the market's name without its countries and level."""
    return re.sub(r" \([A-Z ]+\)|, by brand$", "", entry.title)


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
        "place": place_of(entry),
        "read": if_read(entry),
        "before": before,
        "after": after,
        "rise": rise.replace("+-", "−"),
        "state": _STATES[state],
        "severity": severity,
    }


def _title(
    rows: list[dict[str, Any]], entries: Sequence[Concentration], words: Words
) -> str:
    if not rows:
        return "Concentration could not be computed in any market"
    looked = {r["market"] for r in rows if r["severity"] >= CLOSER}
    top = max(rows, key=_rise)
    if _rise(top) < 0.5:
        apart = len(entries[0].parties) > 1 and not any(map(both_sell, entries))
        if apart:
            return (
                f"No market held against thresholds names {words.products} of two "
                "parties, so no rise of concentration can be seen"
            )
        return "The deal raises concentration in no market"
    many = plural(len({e.market for e in entries}), "market")
    return (
        f"In {len(looked) or 'none'} of {many} a concentration test calls for a closer "
        f"look or more; largest rise: {top['place']}, {top['rise']} points{top['read']}"
    )


def _drawn(
    rows: list[dict[str, Any]],
    entries: tuple[Concentration, ...],
    levels: dict[str, tuple[Threshold, ...]],
) -> Rows:
    """Return one row a market, with a lane for each reading of control."""
    found: dict[str, list[dict[str, Any]]] = {e.market: [] for e in entries}
    for row in rows:
        found[row["market"]].append(row)
    titles = {e.market: place_of(e) for e in entries}
    return Rows(
        rows=tuple(
            Row(
                label=titles[market],
                marks=tuple(_move(row) for row in own),
                value=max(own, key=_rise)["rise"] if own else "",
                levels=tuple(
                    (t.value, points(t.value)) for t in levels.get(market, ())
                ),
            )
            for market, own in found.items()
        ),
        axis="points",
        legend=tuple(zip(_COLOURS, _SHAPES, _STATES, strict=True)),
    )


def _rise(row: dict[str, Any]) -> float:
    return float(row["after"] - (row["before"] or 0.0))


def _move(row: dict[str, Any]) -> Mark:
    """Return the line from before to after with its two points."""
    state = _STATES.index(row["state"])
    return Mark(
        at=row["after"],
        start=row["before"],
        colour=_COLOURS[state],
        shape=_SHAPES[state],
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
