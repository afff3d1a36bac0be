"""A role that is told beside who was in which role on the day."""

from __future__ import annotations

from keiretsu.landscape import Day, Role
from keiretsu.news.claims.claim import Claim
from keiretsu.review.compare.comparison import Backing, Found, cannot, new

_TITLES = {
    "ceo": "chief executive",
    "chairman": "chair",
    "vice_chairman": "vice chair",
    "president": "president",
}


def role_found(claim: Claim, day: Day) -> Found:
    """Compare a role that is told with those of the day."""
    said = claim.normalised
    person, company = str(said.get("person")), str(said.get("company"))
    title = _TITLES.get(str(said.get("title")))
    if said.get("status", "current") == "incoming":
        return cannot("the facts hold who is in a role, not who is to come")
    if title is None:
        return cannot("the facts hold chairs, presidents and chief executives only")
    of_company = [r for r in day.people if r.company == company]
    own = [r for r in of_company if r.person == person]
    in_it = [r for r in of_company if title in r.role.split(" and ")]
    fits = [r for r in own if r in in_it]
    if said.get("status") == "former":
        if fits:
            why = f"still {fits[0].role} on record, since {fits[0].since}"
            return Found(verdict="differs", why=why, facts=_facts(day, fits))
        return cannot("who was in the role before is not compared", *_facts(day, in_it))
    if fits:
        why = f"{fits[0].role} on record since {fits[0].since}"
        return Found(verdict="agrees", why=why, facts=_facts(day, fits))
    if in_it or own:
        found = in_it or own
        names = ", ".join(f"{day.label(r.person)}, {r.role}" for r in found)
        return Found(
            verdict="differs", why=f"on record: {names}", facts=_facts(day, found)
        )
    return new(f"nobody is on record as {title} of {day.label(company)}")


def _facts(day: Day, roles: list[Role]) -> tuple[Backing, ...]:
    return tuple(
        Backing(
            words=f"{day.label(r.person)} is {r.role} of {day.label(r.company)} "
            f"(since {r.since})",
            source=r.source,
        )
        for r in roles
    )
