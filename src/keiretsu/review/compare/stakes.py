"""A stake that is told beside the stakes of the day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keiretsu.landscape import Day, Stake
from keiretsu.landscape.in_force import agrees as falls_on
from keiretsu.news.claims.claim import LEVELS, Claim
from keiretsu.news.corroboration.figures import agree, is_figure
from keiretsu.review.compare.comparison import Backing, Found, cannot, new
from keiretsu.review.compare.parts import Way, ways
from keiretsu.units import percent

_BOUNDS = {"gt", "ge", "lt", "le"}


def stake_found(claim: Claim, day: Day) -> Found:
    """Compare a stake that is told with those of a day.

    Parameters
    ----------
    claim
        A claim of the kind `stake` with holder and held, asserted.
    day
        The facts of the day that it speaks of.
    """
    said = claim.normalised
    holder, held = str(said["holder"]), str(said["held"])
    known = next((s for s in day.stakes if (s.holder, s.held) == (holder, held)), None)
    told = said.get("percent")
    if not is_figure(told):
        return _without_figure(day, known, holder, held)
    if said.get("action", "holds") not in LEVELS:
        return _changed_hands(day, known, holder, held, told)
    if said.get("stake_kind") == "voting":
        return _votes(day, known, told, claim)
    return _level(day, known, holder, held, said)


def _level(day: Day, known: Stake | None, holder: str, held: str, said: Any) -> Found:
    told, op = said["percent"], said.get("op")
    found = list(ways(day, holder, held))
    for way in found:
        if _bounded(way.value, told, op) if op in _BOUNDS else way.gives(told):
            return _agrees(day, way, told, known)
    if known is not None and known.share is None and falls_on(known, told):
        why = f"{percent(told / 100, 2)} lies in the range on record"
        return Found(verdict="agrees", why=why, facts=_facts(day, known))
    if known is None and not any(_is_whole(way, held) for way in found):
        return new(_no_stake(day, holder, held) + _turned(day, holder, held, told))
    differs = _differs(day, known, found, told)
    return replace(differs, why=differs.why + _turned(day, holder, held, told))


def _is_whole(way: Way, held: str) -> bool:
    """Whether a way holds a stake in the company itself, not a part of another's."""
    return all(stake.held == held for stake in way.stakes)


def _bounded(value: float, told: float, op: str | None) -> bool:
    return agree(value, told, is_percent=True, other_op=op)


def _agrees(day: Day, way: Way, told: float, known: Stake | None) -> Found:
    is_plain = way.stakes == (known,) and "/" not in way.words
    written = percent(told / 100, 2)
    if is_plain:
        why = f"on record since {way.stakes[0].since}"
        if abs(way.value - told) > 1e-9:
            why = f"{way.stakes[0].share_words} {why}"
            if abs(way.value - told) <= way.allowed(told):
                why += f"; rounding allows {way.allowed(told):.2g} points"
        return Found(verdict="agrees", why=why, facts=_facts(day, *way.stakes))
    gap = abs(way.value - told)
    close = (
        f"told: {written}; rounding allows {way.allowed(told):.2g} points"
        if gap > 1e-9
        else f"told: {written}"
    )
    return Found(
        verdict="agrees",
        why="the facts hold it in several parts"
        if len(way.stakes) > 1
        else f"on record in another form since {way.stakes[0].since}",
        facts=_facts(day, *way.stakes),
        arithmetic=f"{way.words} ({close})",
    )


def _differs(day: Day, known: Stake | None, found: list[Way], told: float) -> Found:
    if known is not None and known.share_words == "unknown":
        return new(
            f"a stake is on record since {known.since}; how large it is, is not",
            *_facts(day, known),
        )
    closest = min(found, key=lambda way: abs(way.value - told), default=None)
    stakes = closest.stakes if closest else ()
    if known is not None:
        why = f"{known.share_words} on record, as of {known.since}"
        facts = _facts(day, *dict.fromkeys((known, *stakes)))
        why += _other_day(day, known, told)
    else:
        why, facts = "on record only through others", _facts(day, *stakes)
    sum_ = closest.words if closest and len(closest.stakes) > 1 else None
    return Found(
        verdict="differs",
        why=why,
        facts=facts,
        arithmetic=f"closest: {sum_}" if sum_ else None,
    )


def _other_day(day: Day, known: Stake, told: float) -> str:
    """Say where the figure that is told is that of another day."""
    rows = [s for s in day.record if (s.holder, s.held) == (known.holder, known.held)]
    for row in sorted(rows, key=lambda s: s.since, reverse=True):
        if row.since != known.since and falls_on(row, told) and row.share != 0:
            when = "an older" if row.since < known.since else "a newer"
            return f"; it fits {when} figure, {row.share_words} of {row.since}"
    years = (day.on - known.since.last).days // 365
    if years:
        words = "a year" if years == 1 else f"{years} years"
        return f"; the record is {words} older and may have changed"
    return ""


def _turned(day: Day, holder: str, held: str, told: float) -> str:
    """Say where the facts hold the same figure the other way round."""
    for stake in day.stakes:
        if (stake.holder, stake.held) == (held, holder) and falls_on(stake, told):
            return f"; the other way round it is on record: {day.sentence(stake)}"
    return ""


def _without_figure(day: Day, known: Stake | None, holder: str, held: str) -> Found:
    if known is not None:
        why = f"a stake is on record since {known.since}; the claim gives no figure"
        return Found(verdict="agrees", why=why, facts=_facts(day, known))
    way = next((w for w in ways(day, holder, held) if _is_whole(w, held)), None)
    if way is not None:
        return Found(
            verdict="agrees",
            why="on record only through others; the claim gives no figure",
            facts=_facts(day, *way.stakes),
            arithmetic=way.words,
        )
    return new(_no_stake(day, holder, held))


def _changed_hands(
    day: Day, known: Stake | None, holder: str, held: str, told: float
) -> Found:
    """Compare what changes hands with the step between two figures on record."""
    rows = sorted(
        (s for s in day.record if (s.holder, s.held) == (holder, held)),
        key=lambda s: s.since,
    )
    past = [s for s in rows if s.since.first <= day.on and s.share is not None]
    if not past:
        return new(_no_stake(day, holder, held))
    before, after = (past[-2] if len(past) > 1 else None), past[-1]
    had = 0.0 if before is None else 100 * (before.share or 0)
    has = 100 * (after.share or 0)
    if agree(abs(has - had), told, is_percent=True):
        words = f"|{percent(has / 100, 2)} − {percent(had / 100, 2)}| = "
        return Found(
            verdict="agrees",
            why=f"the step to the figure of {after.since}",
            facts=_facts(day, *filter(None, (before, after))),
            arithmetic=words + percent(abs(has - had) / 100, 2),
        )
    return cannot(
        f"{percent(told / 100, 2)} change hands, and the facts hold what is held: "
        f"{after.share_words} since {after.since}",
        *_facts(day, after),
    )


def _votes(day: Day, known: Stake | None, told: float, claim: Claim) -> Found:
    if known is None:
        said = claim.normalised
        return new(_no_stake(day, str(said["holder"]), str(said["held"])))
    part = day.votes_of(known)
    if part.how not in ("stated", "outstanding", "as share"):
        return cannot("how many votes it has is not on record", *_facts(day, known))
    value, op = 100 * part.value, claim.normalised.get("op")
    same = agree(value, told, is_percent=True, other_op=op)
    how = "" if part.stated else " (reckoned from the shares)"
    return Found(
        verdict="agrees" if same else "differs",
        why=f"{percent(part.value, 2)} of the votes on record{how}, as of "
        f"{known.since}",
        facts=_facts(day, known),
    )


def _no_stake(day: Day, holder: str, held: str) -> str:
    words = f"no stake of {day.label(holder)} in {day.label(held)} is on record"
    parent = day.companies[held].parent
    owner = parent or day.group_of(held)
    if owner and owner != held and owner in day.companies:
        held_of_it = any(s.holder == holder and s.held == owner for s in day.stakes)
        if held_of_it:
            words += f"; what it holds of {day.label(owner)} is another stake"
    return words


def _facts(day: Day, *stakes: Stake) -> tuple[Backing, ...]:
    return tuple(Backing(words=day.sentence(s), source=s.source) for s in stakes)
