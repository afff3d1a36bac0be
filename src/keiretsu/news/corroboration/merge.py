"""Pages → what they tell together: propositions, deals over time, disagreements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from keiretsu.bundled_names import bundled_register
from keiretsu.news.corroboration.histories import DealHistory, histories
from keiretsu.news.corroboration.pages import Page, Telling
from keiretsu.news.corroboration.propositions import (
    VALUE,
    Proposition,
    Topic,
    propositions,
)

APART = dt.timedelta(days=31)
"""Time between two pages after which another figure may be a later one."""
_CHANGING = {"stake", "plan_target", "role"}
"""Kinds whose figure may change; what was sold in a year does not."""


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two propositions that cannot both be right, or one that is denied.

    Attributes
    ----------
    field
        The field in which they differ; `denied` where one is denied.
    first, second
        What is told; the same where it is denied.
    may_be_later
        Whether the pages are so far apart in time that the figure may have changed.
    """

    field: str
    first: Proposition
    second: Proposition
    may_be_later: bool = False

    @property
    def sentence(self) -> str:
        """The disagreement in plain words, with who says what."""
        if self.field == "denied":
            return (
                f"{self.first.sentence}: {_by(self.first.sources)}; "
                f"denied: {_by(self.first.against)}"
            )
        link = "and later, or" if self.may_be_later else "but"
        return (
            f"{self.first.sentence}: {_by(self.first.sources)}; {link} "
            f"{self.second.sentence}: {_by(self.second.sources)}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "field": self.field,
            "may_be_later": self.may_be_later,
            "first": self.first.sentence,
            "second": self.second.sentence,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What some pages tell together.

    Attributes
    ----------
    pages
        The pages, each once.
    propositions
        What is told, each thing once.
    deals
        Deals over time.
    disagreements
        What cannot all be right.
    """

    pages: tuple[Page, ...]
    propositions: tuple[Proposition, ...] = field(repr=False)
    deals: tuple[DealHistory, ...] = field(repr=False)
    disagreements: tuple[Disagreement, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "pages": len(self.pages),
            "propositions": [one.to_dict() for one in self.propositions],
            "deals": [one.to_dict() for one in self.deals],
            "disagreements": [one.to_dict() for one in self.disagreements],
        }


def merge_pages(pages: Iterable[Page]) -> Merged:
    """Return what pages tell together.

    Parameters
    ----------
    pages
        Pages with their claims; one that comes twice counts once.

    Examples
    --------
    >>> from keiretsu.news import read_article, read_claims
    >>> texts = {
    ...     "Post": "Toyota owns 20% of Subaru and makes cars.",
    ...     "Times": "Subaru makes cars. Toyota holds a 20% stake in Subaru.",
    ... }
    >>> pages = [
    ...     Page.of(one, read_claims(one))
    ...     for name, text in texts.items()
    ...     for one in [read_article(text=text, id=name, publisher=name)]
    ... ]
    >>> [(p.sentence, p.sources) for p in merge_pages(pages).propositions]
    [('Toyota holds 20 % of Subaru', ('Post', 'Times'))]
    """
    once = tuple({_known_by(page): page for page in pages}.values())
    tellings = [Telling(page=page, claim=one) for page in once for one in page.claims]
    found = propositions(tellings)
    return Merged(
        pages=once,
        propositions=found,
        deals=histories(tellings),
        disagreements=tuple(_disagreements(found)),
    )


def _known_by(page: Page) -> tuple[object, ...]:
    """Return what tells a page from others: whose it is, when, and what it says."""
    said = tuple((c.quote, c.sentence, c.modality, c.attribution) for c in page.claims)
    return page.id, page.url, page.day, page.publisher, page.author, said


def _disagreements(found: Iterable[Proposition]) -> Iterator[Disagreement]:
    by_topic: defaultdict[Topic, list[Proposition]] = defaultdict(list)
    for one in found:
        if one.sources and one.against:
            yield Disagreement(field="denied", first=one, second=one)
        if one.is_asserted and one.kind in VALUE and _value(one) is not None:
            by_topic[one.topic].append(one)
    for group in by_topic.values():
        for first, second in pairwise(group):  # from one to the next in time
            if not _are_of_other_days(first, second):
                yield Disagreement(
                    field=VALUE[first.kind],
                    first=first,
                    second=second,
                    may_be_later=_may_be_later(first, second),
                )


def _value(one: Proposition) -> object:
    return one.claim.normalised.get(VALUE[one.kind])


def _are_of_other_days(first: Proposition, second: Proposition) -> bool:
    """Say whether each names the day that it speaks of, and these differ."""
    days = [one.claim.normalised.get("as_of") for one in (first, second)]
    return None not in days and days[0] != days[1]


def _may_be_later(first: Proposition, second: Proposition) -> bool:
    if first.kind not in _CHANGING or first.days is None or second.days is None:
        return False
    return second.days[0] - first.days[1] > APART


def _by(sources: tuple[str, ...]) -> str:
    return ", ".join(map(bundled_register().label, sources)) or "nobody"
