"""Claims of several pages that say one thing, as one proposition with all who tell it.

Two claims say one thing when the fields that tell what they are about are the same and
their figures agree, each as coarse as it is stated. A claim with a hole, or with two
readings, is one by itself: nobody knows whether it is about the same thing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from keiretsu.news.claims.claim import LEVELS, Claim
from keiretsu.news.corroboration.figures import agree, is_figure, step
from keiretsu.news.corroboration.origins import origins
from keiretsu.news.corroboration.pages import Telling
from keiretsu.plain import to_json
from keiretsu.spelling import fold

Topic = tuple[object, ...]
VALUE = {
    "stake": "percent",
    "plan_target": "value",
    "sales": "value",
    "role": "status",
}
"""The field that claims about one thing may differ in, by kind."""
_TOPIC = {
    "stake": ("holder", "held"),
    "plan_target": ("company", "metric", "unit", "market", "deadline"),
    "sales": ("company", "metric", "period", "market", "model", "scope"),
    "role": ("person", "company", "title"),
    "product": ("maker", "model", "market"),
    "quote": ("speaker", "text"),
    "legal": ("concern", "parties", "regulator", "outcome"),
    "deal": ("parties", "deal_type", "status", "jv"),
}


@dataclass(frozen=True, kw_only=True)
class Proposition:
    """One thing that pages tell.

    Attributes
    ----------
    kind
        As of a claim.
    topic
        What it is about; propositions of one topic differ in their figure.
    claim
        The claim that states it most exactly.
    tellings
        Every claim of a page that says so, or denies it, the oldest page first.
    """

    kind: str
    topic: Topic = field(repr=False)
    claim: Claim
    tellings: tuple[Telling, ...] = field(repr=False)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Independent sources that say so; relays and copies count once."""
        return origins([t for t in self.tellings if t.stance != "denies"])

    @cached_property
    def against(self) -> tuple[str, ...]:
        """Independent sources that deny it."""
        return origins([t for t in self.tellings if t.stance == "denies"])

    @property
    def is_asserted(self) -> bool:
        """Whether a page says, or passes on, that it is so."""
        return any(t.asserts for t in self.tellings)

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The days of the first and the last page that tell it; None without one."""
        known = sorted(t.page.day for t in self.tellings if t.page.day is not None)
        return (known[0], known[-1]) if known else None

    @property
    def sentence(self) -> str:
        """What is told, in plain words."""
        return self.claim.sentence

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: what is told, and each page that tells it."""
        return {
            "kind": self.kind,
            "sentence": self.sentence,
            "normalised": to_json(dict(self.claim.normalised)),
            "readings": [to_json(dict(one)) for one in self.claim.readings],
            "sources": list(self.sources),
            "against": list(self.against),
            "days": None if self.days is None else [d.isoformat() for d in self.days],
            "tellings": [
                {
                    "page": t.page.id,
                    "publisher": t.page.publisher,
                    "url": t.page.url,
                    "day": t.page.day.isoformat() if t.page.day else None,
                    "stance": t.stance,
                    "claim": t.claim.id,
                    "quote": t.claim.quote,
                    "attribution": list(t.claim.attribution),
                }
                for t in self.tellings
            ],
        }


def propositions(tellings: Iterable[Telling]) -> tuple[Proposition, ...]:
    """Return what is told, each thing once, in the order in which it was first told."""
    by_topic: defaultdict[Topic, list[Telling]] = defaultdict(list)
    for telling in sorted(tellings, key=_by_day):
        by_topic[topic_of(telling)].append(telling)
    found = (
        _proposition(topic, group)
        for topic, told in by_topic.items()
        for group in _by_figure(told)
    )
    return tuple(sorted(found, key=lambda one: _by_day(one.tellings[0])))


def topic_of(telling: Telling) -> Topic:
    """Return what a claim is about, without its figure."""
    claim = telling.claim
    said = claim.normalised
    if claim.readings or claim.unresolved:
        return ("open", telling.page.id, claim.id, claim.span)
    told = [_same(said.get(name)) for name in _TOPIC[claim.kind]]
    if claim.kind == "stake":
        action = said.get("action", "holds")
        told += [
            said.get("stake_kind", "equity"),
            "level" if action in LEVELS else action,
        ]
    return (claim.kind, telling.stance == "imagines", *told)


def _by_figure(tellings: list[Telling]) -> list[list[Telling]]:
    """Return claims about one thing by what they say of it, the finest figure first."""
    groups: list[list[Telling]] = []
    for telling in sorted(tellings, key=_fineness):
        for group in groups:
            if _says_the_same(group[0].claim, telling.claim):
                group.append(telling)
                break
        else:
            groups.append([telling])
    return groups


def _says_the_same(claim: Claim, other: Claim) -> bool:
    name = VALUE.get(claim.kind)
    one, two = (c.normalised.get(name or "") for c in (claim, other))
    if not is_figure(one) or not is_figure(two):
        return bool(one == two) and _same_change(claim.normalised, other.normalised)
    return agree(
        one,
        two,
        is_percent=claim.kind == "stake" or claim.normalised.get("unit") == "percent",
        op=claim.normalised.get("op"),
        other_op=other.normalised.get("op"),
    )


def _same_change(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Say whether sales without a count change by the same percentage."""
    first, second = one.get("change_pct"), two.get("change_pct")
    if not is_figure(first) or not is_figure(second):
        return bool(first == second)
    return agree(first, second, is_percent=True)


def _proposition(topic: Topic, tellings: list[Telling]) -> Proposition:
    finest = tellings[0].claim
    told = tuple(sorted(tellings, key=_by_day))
    return Proposition(kind=finest.kind, topic=topic, claim=finest, tellings=told)


def _fineness(telling: Telling) -> tuple[object, ...]:
    """Order the finest figure first, then what is asserted, then by day."""
    value = telling.claim.normalised.get(VALUE.get(telling.claim.kind, ""))
    bound = telling.claim.normalised.get("op") not in (None, "eq")
    size = step(value) if is_figure(value) else 0.0
    firm = telling.claim.modality, telling.claim.polarity
    return bound, size, firm != ("fact", "+"), _by_day(telling)


def _by_day(telling: Telling) -> tuple[object, ...]:
    """Order by day, pages without one last, then as they are called."""
    day, claim = telling.page.day, telling.claim
    place = (telling.page.id, claim.id, claim.quote, claim.sentence)
    return day is None, day or dt.date.max, *place


def _same(value: Any) -> object:
    """Return a value in the form in which it is compared."""
    if isinstance(value, list | tuple):
        return tuple(sorted(map(str, value)))
    return fold(value) if isinstance(value, str) else value
