"""A deal over time: rumoured, in talks, agreed, terminated, each from its first day.

Claims of one deal are those between the same parties and of one kind; one told in
general words ("talks", "the tie-up") belongs to the particular one, where there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from keiretsu.bundled_names import core_register
from keiretsu.errors import DataError
from keiretsu.news.corroboration.origins import origins
from keiretsu.news.corroboration.pages import Telling
from keiretsu.units import PartialDate

_GENERAL = {None, "talks", "alliance", "mou"}
_OVER = {None, "agreed", "completed"}
"""What is not so, where it is denied: the deal has ended, or did not come about."""


@dataclass(frozen=True, kw_only=True)
class DealStep:
    """A status of a deal, from the first day for which it is told.

    Attributes
    ----------
    status
        As of a claim; `planned` where it is still to be, `denied` where it is denied.
    since
        The day that a page names, else the day of the page; None where neither is.
    tellings
        The claims that say so until the next step.
    """

    status: str
    since: PartialDate | None
    tellings: tuple[Telling, ...] = field(repr=False)

    @property
    def sources(self) -> tuple[str, ...]:
        """Independent sources that say so."""
        return origins(self.tellings)

    @property
    def words(self) -> str:
        """The step in plain words: `in talks (12 Feb 2025)`."""
        when = f" ({self.since})" if self.since else ""
        return f"{self.status.replace('_', ' ')}{when}"


@dataclass(frozen=True, kw_only=True)
class DealHistory:
    """One deal and how it went, as pages tell.

    Attributes
    ----------
    parties
        Company identifiers, sorted.
    kind
        A `deal_type` of claims, or None where nobody names it.
    steps
        Its statuses, oldest first; those without a day last.
    """

    parties: tuple[str, ...]
    kind: str | None
    steps: tuple[DealStep, ...]

    @property
    def sentence(self) -> str:
        """The deal in plain words."""
        who = " and ".join(map(core_register().label, self.parties))
        kind = (self.kind or "a deal").replace("_", " ")
        return f"{who}, {kind}: {' → '.join(step.words for step in self.steps)}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "parties": list(self.parties),
            "kind": self.kind,
            "steps": [
                {
                    "status": step.status,
                    "since": step.since.text if step.since else None,
                    "sources": list(step.sources),
                    "claims": [t.claim.id for t in step.tellings],
                }
                for step in self.steps
            ],
        }


def histories(tellings: Iterable[Telling]) -> tuple[DealHistory, ...]:
    """Return the deals of which a status is told; what is only imagined is left out."""
    by_parties: defaultdict[tuple[str, ...], list[Telling]] = defaultdict(list)
    for telling in tellings:
        claim = telling.claim
        parties = tuple(sorted(map(str, claim.normalised.get("parties", ()))))
        if (
            claim.kind == "deal"
            and len(parties) > 1
            and not (claim.readings or claim.unresolved)
            and telling.stance != "imagines"
            and status_of(telling) is not None
        ):
            by_parties[parties].append(telling)
    return tuple(
        DealHistory(parties=parties, kind=kind, steps=_steps(group))
        for parties, told in by_parties.items()
        for kind, group in _by_kind(told)
    )


def status_of(telling: Telling) -> str | None:
    """Return how far a claim says that a deal is; None where it does not say."""
    said: str | None = telling.claim.normalised.get("status")
    if telling.claim.polarity == "-":
        return "terminated" if said in _OVER else "denied"
    if telling.stance == "denies":
        return "denied"
    if telling.stance in ("plans", "may") and said in _OVER - {None}:
        return "planned"
    return said


def _by_kind(tellings: list[Telling]) -> list[tuple[str | None, list[Telling]]]:
    kinds: dict[str | None, list[Telling]] = {}
    for telling in tellings:
        kinds.setdefault(telling.claim.normalised.get("deal_type"), []).append(telling)
    particular = [kind for kind in kinds if kind not in _GENERAL]
    home = particular[0] if len(particular) == 1 else None
    general = [t for kind in kinds if kind in _GENERAL for t in kinds[kind]]
    if home is not None:
        return [(home, kinds[home] + general)]
    found: list[tuple[str | None, list[Telling]]] = [(k, kinds[k]) for k in particular]
    if general:
        named = [kind for kind in kinds if kind in _GENERAL - {None}]
        found.append((named[0] if named else None, general))
    return found


def _steps(tellings: list[Telling]) -> tuple[DealStep, ...]:
    """Return runs of one status in the order of days."""
    dated = sorted(
        ((_since(t), t) for t in tellings),
        key=lambda pair: (pair[0] is None, _order(pair[0]), pair[1].claim.id),
    )
    runs = groupby(dated, key=lambda pair: (status_of(pair[1]), pair[0] is None))
    return tuple(
        DealStep(
            status=str(status),
            since=(told := list(run))[0][0],
            tellings=tuple(t for _, t in told),
        )
        for (status, _), run in runs
    )


def _since(telling: Telling) -> PartialDate | None:
    said = telling.claim.normalised.get("date")
    try:
        if said:
            return PartialDate(str(said))
    except DataError:  # a claim may hold a date that is none of ours
        pass
    day = telling.page.day
    return PartialDate(day.isoformat()) if day else None


def _order(since: PartialDate | None) -> tuple[Any, ...]:
    return (since.first, since.last) if since else ()
