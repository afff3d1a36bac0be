"""What our screens say of decided mergers, and what the authority decided.

The tests of an authority's guidelines are held against the shares that were read for
the decision. Comfort should be followed by a clearance, concern by remedies or a ban;
where the tests are open, nothing is scored.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from keiretsu.backtest.case import Case, Score
from keiretsu.rules import Verdict, evaluate, load_rules
from keiretsu.rules.bounds import Range
from keiretsu.rules.logic import Value
from keiretsu.screens import hhi
from keiretsu.sources import Source

COMFORT = {"safe_harbour", "unlikely_concern"}
CONCERN = {
    *("presumption_illegal", "presumption_dominance", "likely_concern", "scrutiny"),
}
BLOCKED = {"remedies", "prohibited"}


def decisions() -> Iterator[Case]:
    """Yield one case a decided field."""
    for row in _rows():
        yield decided(
            deal=row["deal"],
            field=row["field"],
            inputs=_inputs(row),
            rules=row["rules"],
            on=row["rules_on"],
            decision=row["decided"],
            happened=row["happened"],
            note=row["note"],
            sources=tuple(
                Source(**row[name]) for name in ("source", "data") if name in row
            ),
        )


def decided(
    *,
    deal: str,
    field: str,
    inputs: Mapping[str, Value | None],
    rules: str,
    on: dt.date,
    decision: str,
    happened: str,
    note: str,
    sources: tuple[Source, ...],
) -> Case:
    """Return one case: tests of a market on a day against a decision."""
    verdicts = evaluate(load_rules([rules]), inputs, on=on, of_market=True)
    of_shares = [v for v in verdicts if v.kind == "concentration"]
    says, words = _says(of_shares)
    return Case(
        deal=deal,
        field=field,
        kind="decision",
        predicted=f"{words}: {_figures(inputs)}",
        happened=happened,
        score=_score(says, decision),
        note=note,
        sources=(*sources, *dict.fromkeys(v.sources[0] for v in of_shares)),
    )


def market_inputs(
    parties: Sequence[float], others: Sequence[float], *, all_named: bool
) -> dict[str, Value | None]:
    """Return what tests of concentration look at, from units sold.

    Parameters
    ----------
    parties
        Units of each party.
    others
        Units of each other maker.
    all_named
        Whether the others are single makers; else they only make up the whole.
    """
    total = sum(parties) + sum(others)
    combined = sum(parties) / total
    before = np.array([*parties, *others]) / total
    after = np.array([sum(parties), *others]) / total
    return {
        "share_combined": round(100 * combined, 9),
        "hhi_post": round(hhi(after), 9) if all_named else None,
        "hhi_delta": round(hhi(after) - hhi(before), 9),
    }


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    path = files("keiretsu.backtest") / "data" / "decisions.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["decisions"])


def _inputs(row: Mapping[str, Any]) -> dict[str, Value | None]:
    if "parties" in row:
        return market_inputs(
            list(row["parties"].values()),
            list(row["others"].values()),
            all_named=row.get("all_named", False),
        )
    low, high = row["share"]
    share: Value = float(low) if low == high else Range(low, high)
    return {"share_combined": share, "hhi_post": row.get("hhi_after")}


def _says(verdicts: Iterable[Verdict]) -> tuple[str, str]:
    """Return comfort, concern or open, and the outcome of the test that says so."""
    met = [v for v in verdicts if v.state == "met"]
    for name, outcomes in (("concern", CONCERN), ("comfort", COMFORT)):
        said = [v for v in met if v.outcome in outcomes]
        if said:
            return name, max(said, key=lambda v: v.severity).meaning
    return "open", "the tests are open"


def _score(says: str, decision: str) -> Score:
    if says == "open":
        return "cannot tell"
    return "hit" if (says == "concern") is (decision in BLOCKED) else "miss"


def _figures(inputs: Mapping[str, Value | None]) -> str:
    share, after = inputs["share_combined"], inputs.get("hhi_post")
    rise = inputs.get("hhi_delta")
    if isinstance(share, Range):
        told = f"together {share.low:g} to {share.high:g} %"
    else:
        told = f"together {share:.0f} %"
    if isinstance(after, int | float):
        told += f", HHI {after:.0f}"
    if isinstance(rise, int | float):
        told += f", rise {rise:.0f}"
    return told
