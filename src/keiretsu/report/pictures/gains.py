"""Who gains and who loses: buyers, the parties, their rivals, in the same unit."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.deals.answers import Range, buyers
from keiretsu.deals.figures import amount_words, span_words, varied
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.pictures.picture import BLUE, VERMILLION, Picture
from keiretsu.pictures.rows import Mark, Row, Rows, rows_picture
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import NOTHING


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What one side gains or loses over the market's period.

    Attributes
    ----------
    who
        `Buyers`, `The parties` or `Rival makers`.
    amount
        In the market's currency; where the market is relative, as a fraction of what
        buyers spend.
    """

    who: str
    amount: Range


def gains(effects: MarketEffects) -> tuple[Gain, ...]:
    """Return the gain of buyers, parties and rivals."""
    change = effects.earned_after - effects.earned_before
    parties = float(change[effects.parties].sum())
    rivals = float(change[~effects.parties].sum())
    told = buyers(effects)
    return (
        *(() if told is None else (Gain(who="Buyers", amount=told),)),
        Gain(who="The parties", amount=Range(point=parties)),
        Gain(who="Rival makers", amount=Range(point=rivals)),
    )


def who_gains(effects: MarketEffects) -> Picture | None:
    """Return the bars of one market, or None where nobody gains or loses."""
    found = gains(effects)
    if all(abs(g.amount.point) < NOTHING for g in found):
        return None
    title = f"{effects.market.title}: {_title(found, effects)}"
    unit = (
        "percent of what buyers spend"
        if effects.relative
        else f"{effects.market.currency} {span_words(effects)}"
    )
    is_ranged = any(g.amount.low is not None for g in found)
    ranged = f", with the range over {varied([effects])}" if is_ranged else ""
    note = (
        f"In {unit}. Buyers: change of surplus{ranged}. Makers: change of variable "
        "profit at the point estimate, without fixed costs and savings."
    )
    return rows_picture(
        _drawn(found, effects),
        name=f"gains-{effects.market.name}",
        title=title,
        note=note,
        table=_table(found, effects),
    )


def _title(found: tuple[Gain, ...], effects: MarketEffects) -> str:
    *buyer, party, rival = (g.amount.point for g in found)
    makers = "makers gain" if party + rival > 0 else "makers lose"
    total = amount_words(party + rival, effects).lstrip("+−")
    if not buyer:
        return f"{makers} {total} {span_words(effects)}"
    lose = "lose" if buyer[0] < 0 else "gain"
    plain = amount_words(buyer[0], effects).lstrip("+−")
    return f"buyers {lose} {plain} {span_words(effects)}; {makers} {total}"


def _scale(found: tuple[Gain, ...], effects: MarketEffects) -> tuple[float, str]:
    """Return the divisor and the axis title."""
    if effects.relative:
        return 0.01, "% of what buyers spend"
    span = span_words(effects)
    most = max(abs(v) for g in found for v in _ends(g))
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if most >= size:
            return size, f"{effects.market.currency} {word} {span}"
    return 1.0, f"{effects.market.currency} {span}"


def _ends(gain: Gain) -> tuple[float, float, float]:
    a = gain.amount
    return (
        a.point,
        a.point if a.low is None else a.low,
        a.point if a.high is None else a.high,
    )


def _drawn(found: tuple[Gain, ...], effects: MarketEffects) -> Rows:
    unit, axis = _scale(found, effects)
    rows = []
    for gain in found:
        point, low, high = (v / unit for v in _ends(gain))
        bar = Mark(
            at=point,
            low=low,
            high=high,
            colour=BLUE if point >= 0 else VERMILLION,
            shape="bar",
        )
        label = f"{gain.who}: {amount_words(gain.amount.point, effects)}"
        rows.append(Row(label=label, marks=(bar,)))
    return Rows(rows=tuple(rows), axis=axis)


def _table(found: tuple[Gain, ...], effects: MarketEffects) -> Table:
    def span(gain: Gain) -> str:
        low, high = gain.amount.low, gain.amount.high
        if low is None or high is None:
            return "not drawn"
        return f"{amount_words(low, effects)} to {amount_words(high, effects)}"

    return Table(
        caption=f"Gain or loss {span_words(effects)}, {effects.market.title}",
        columns=("Who", "Change", "Range"),
        rows=tuple(
            (g.who, amount_words(g.amount.point, effects), span(g)) for g in found
        ),
        numeric=(1, 2),
    )
