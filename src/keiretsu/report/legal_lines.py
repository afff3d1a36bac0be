"""The sizes of a stake that rules in force name, read out of the rules themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.rules.load import load_jurisdictions, load_rules
from keiretsu.rules.logic import Compare, Condition, Not


@dataclass(frozen=True, kw_only=True)
class LegalLine:
    """A size of a stake that laws name: where, and what each says, in words."""

    at: float
    places: tuple[str, ...]
    texts: tuple[str, ...]


def legal_lines(on: dt.date) -> tuple[LegalLine, ...]:
    """Return the sizes of a stake that the rules in force on a day name."""
    codes = load_jurisdictions()
    found: dict[float, list[tuple[str, str]]] = {}
    for code, place in codes.items():
        for rule in load_rules([code]):
            if not rule.in_force(on):
                continue
            for test in rule.tests:
                for value in dict.fromkeys(_sizes(test.when)):
                    told = (place.name, f"{place.name}: {test.text}")
                    found.setdefault(value / 100, []).append(told)
    return tuple(
        LegalLine(
            at=size,
            places=tuple(dict.fromkeys(place for place, _ in told)),
            texts=tuple(dict.fromkeys(text for _, text in told)),
        )
        for size, told in sorted(found.items())
        if 0 < size < 1
    )


def _sizes(condition: Condition) -> Iterable[float]:
    if isinstance(condition, Compare):
        of_a_stake = condition.var == "stake_after" and condition.op in {"gt", "ge"}
        if of_a_stake and isinstance(condition.value, int | float):
            yield float(condition.value)
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    for part in parts:
        yield from _sizes(part)
