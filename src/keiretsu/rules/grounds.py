"""Why a test is met or not, or what keeps it open: its comparisons in words.

Of a condition that is decided only the parts that decide it are told; of one that is
open, the parts that nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from keiretsu.rules.amounts import bounds, threshold
from keiretsu.rules.bounds import Evidence, Range
from keiretsu.rules.logic import Compare, Condition, Every, Inputs, Not, Value

NOT_KNOWN = "not on record"
ORDER_WORDS = {
    "gt": "more than {}",
    "ge": "{} or more",
    "lt": "less than {}",
    "le": "at most {}",
}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One comparison of a test, with the figure that it looked at.

    Attributes
    ----------
    variable
        Name of the input, as `keiretsu screen --known` takes it.
    text
        The figure and the line it is held against, in words.
    line
        The amount it is held against; None of a yes-or-no input.
    evidence
        What the figure was read from.
    """

    variable: str
    text: str
    line: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """How the inputs of one rule are said of the parties at hand.

    Attributes
    ----------
    said
        A phrase for each variable, with `{acquirer}`, `{target}` and `{place}`; a
        yes-or-no input has two, for yes and for no.
    meanings
        What each variable means, for those without a phrase.
    currency
        Currency of the rule's amounts.
    names
        Who acquires, what is acquired, and where.
    """

    said: Mapping[str, str | list[str]]
    meanings: Mapping[str, str]
    currency: str | None
    names: Mapping[str, str]

    def of(self, variable: str, answer: bool = True) -> str:
        """Return what people call an input; a yes-or-no input as it is answered."""
        found = self.said.get(variable, self.meanings.get(variable, variable))
        if not isinstance(found, str):
            found = found[0 if answer else 1]
        return found.format_map(self.names)

    def question(self, variable: str) -> str:
        """Return a yes-or-no input as a question."""
        text = self.of(variable)
        return text if text.startswith("whether ") else f"whether {text}"


def grounds(
    condition: Condition, inputs: Inputs, phrases: Phrases
) -> tuple[Ground, ...]:
    """Return the comparisons that decide a condition, or those that keep it open."""
    leaves = dict.fromkeys(_leaves(condition, condition.decide(inputs), inputs))
    told: dict[str, Ground] = {}
    variables = {leaf.var for leaf in leaves}
    for leaf in leaves:
        if leaf.var == "stake_before" and "stake_after" in variables:
            continue  # the line on the stake after the deal says both
        told.setdefault(leaf.var, _ground(leaf, inputs, phrases))
    return tuple(told.values())


def _leaves(
    condition: Condition, wanted: bool | None, inputs: Inputs
) -> Iterator[Compare]:
    """Yield the comparisons of the parts that are decided as the whole is."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, Not):
        yield from _leaves(
            condition.part, None if wanted is None else not wanted, inputs
        )
    else:
        parts = [part for part in condition.parts if part.decide(inputs) is wanted]
        one_is_enough = wanted is not None and wanted is not isinstance(
            condition, Every
        )
        for part in parts[:1] if one_is_enough else parts:
            yield from _leaves(part, wanted, inputs)


def _ground(leaf: Compare, inputs: Inputs, phrases: Phrases) -> Ground:
    given = inputs.get(leaf.var)
    evidence = given.evidence if isinstance(given, Range) else ()
    amount = isinstance(leaf.value, int | float) and not isinstance(leaf.value, bool)
    return Ground(
        variable=leaf.var,
        text=_text(leaf, given, inputs, phrases),
        line=float(leaf.value) if amount else None,  # type: ignore[arg-type]
        evidence=evidence,
    )


def _text(leaf: Compare, given: Value | None, inputs: Inputs, phrases: Phrases) -> str:
    if isinstance(leaf.value, bool):
        if given is None:
            return phrases.question(leaf.var)
        return phrases.of(leaf.var, bool(given))
    if not isinstance(leaf.value, int | float):
        return phrases.of(leaf.var)
    name = phrases.of(leaf.var)
    if leaf.var == "stake_after" and isinstance(given, int | float):
        before = inputs.get("stake_before")
        start = f"from {before:g} " if isinstance(before, int | float) else ""
        line = _line(leaf, f"{leaf.value:g} %")
        if leaf.less:
            line = f"a rise of {line}" if leaf.value else "a rise"
        return f"{name}: {start}to {given:g} % (needed: {line})"
    if leaf.var == "stake_before" and isinstance(given, int | float):
        line = _line(leaf, f"{leaf.value:g} %")
        return f"{name}: {given:g} % already (needed: {line} before)"
    if not _is_money(leaf.var, phrases):
        known = NOT_KNOWN if given is None else _number(given)
        return f"{name}: {known} (needed: {_line(leaf, f'{leaf.value:,.10g}')})"
    currency = "USD" if leaf.var.endswith("_usd") else phrases.currency or ""
    known = NOT_KNOWN if given is None else _money(given, currency)
    unit = currency if known == NOT_KNOWN else None
    return f"{name}: {known} (needed: {_line(leaf, threshold(leaf.value, unit))})"


def _line(leaf: Compare, amount: str) -> str:
    return ORDER_WORDS.get(leaf.op, "{}").format(amount)


def _money(given: Value, currency: str) -> str:
    return (
        bounds(given, currency)
        if isinstance(given, int | float | Range)
        else str(given)
    )


def _number(given: Value) -> str:
    if isinstance(given, Range):
        return f"{given.low:,.10g} to {given.high:,.10g}"
    return f"{given:,.10g}" if isinstance(given, int | float) else str(given)


def _is_money(variable: str, phrases: Phrases) -> bool:
    return any(word in variable for word in MONEY) and phrases.currency is not None


MONEY = ("turnover", "assets", "size", "value", "capital", "sales")
"""Words in the names of inputs that are amounts of money."""


def alternatives(tests: Iterable[tuple[Ground, ...]]) -> tuple[tuple[Ground, ...], ...]:
    """Return the smallest sets of open grounds, any of which would decide a test.

    A set that holds all of another one is left out; of two that look at the same
    inputs the one with the lower lines stays.
    """

    def rank(one: tuple[Ground, ...]) -> tuple[int, float]:
        return len(one), sum(ground.line or 0.0 for ground in one)

    kept: list[tuple[Ground, ...]] = []
    for one in sorted(tests, key=rank):
        names = {ground.variable for ground in one}
        if one and not any({g.variable for g in other} <= names for other in kept):
            kept.append(one)
    return tuple(kept)
