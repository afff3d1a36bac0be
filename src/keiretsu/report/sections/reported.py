"""What is reported: the article's claims, grouped by how firmly they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from keiretsu.landscape import Landscape, Stake, Suggestion
from keiretsu.news.articles.article import Article
from keiretsu.news.claims.claim import Claim
from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.units import joined, plural

AROUND = 70
_HOLES = {
    "held": "which company is held",
    "holder": "who holds it",
    "parties": "a party",
    "developed_with": "with whom",
}


@dataclass(frozen=True, kw_only=True)
class Firmness:
    """One degree of firmness: its sign, its word and what it means."""

    modality: str
    sign: str
    word: str
    meaning: str


FIRMNESS = (
    Firmness(
        modality="fact", sign="■", word="Fact", meaning="the article itself says so"
    ),
    Firmness(
        modality="plan",
        sign="▷",
        word="Plan",
        meaning="someone says that they will; it has not happened",
    ),
    Firmness(
        modality="reported",
        sign="❝",
        word="Reported",
        meaning="someone other than the article says so",
    ),
    Firmness(
        modality="hedged", sign="≈", word="Hedged", meaning="may, could, is expected to"
    ),
    Firmness(
        modality="denied",
        sign="✕",
        word="Denied",
        meaning="a party concerned denies it",
    ),
    Firmness(
        modality="counterfactual",
        sign="◌",
        word="Did not come about",
        meaning="would or could have; a case that did not come to pass",
    ),
)
_NOUNS = {"fact", "plan"}
"""Degrees whose words are counted as nouns: one fact, two facts."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One claim as it is shown.

    Attributes
    ----------
    claim
        The claim, unchanged.
    lead, trail
        The article's words before and after the quote.
    who
        Who says so, from the origin to the last relay, in words.
    place
        Where in the article.
    holes
        Names of the fields that the text leaves open.
    facts
        Reference facts that may fill the hole.
    record
        What our record says of the same, or None.
    """

    claim: Claim
    lead: str
    trail: str
    who: str
    place: str
    holes: tuple[str, ...]
    facts: tuple[Suggestion, ...]
    record: Stake | None


def reported(report: Report) -> Section | None:
    """Return the section, or None without an article."""
    if report.article is None and not report.claims:
        return None
    return reported_section(report.article, report.claims, report.landscape)


def reported_section(
    article: Article | None, claims: Sequence[Claim], landscape: Landscape | None
) -> Section:
    """Return the claims of an article by firmness, each beside its words."""
    groups = []
    for firmness in FIRMNESS:
        chosen = [c for c in claims if c.modality == firmness.modality]
        shown = [_shown(c, article, landscape) for c in chosen]
        if shown:
            groups.append((firmness, shown))
    return Section(
        name="reported",
        heading="What is reported",
        content={"groups": groups, "article": article},
        lead=(claims_words(claims),),
        more="Every claim, with the words it stands on",
    )


def claims_words(claims: Sequence[Claim]) -> str:
    """Return how many claims were read, by firmness, and how many are open."""
    counts = []
    for one in FIRMNESS:
        number = sum(c.modality == one.modality for c in claims)
        word = one.word.lower()
        if number:
            several = None if one.modality in _NOUNS else word
            counts.append(plural(number, word, several))
    if not counts:
        return "No claim was found in the article."
    holes = sum(bool(c.unresolved) for c in claims)
    read = "claim was" if len(claims) == 1 else "claims were"
    text = f"{len(claims)} {read} read in the article: {joined(counts)}"
    both = sum(bool(c.readings) for c in claims)
    told = [
        *([f"{holes} with a hole"] if holes else []),
        *([f"{both} with two readings"] if both else []),
    ]
    return "; ".join((text, *told)) + "."


def _shown(claim: Claim, article: Article | None, landscape: Landscape | None) -> Shown:
    start, end = claim.span
    text = article.text if article else ""
    return Shown(
        claim=claim,
        lead=_before(text[max(0, start - AROUND) : start]),
        trail=_after(text[end : end + AROUND]),
        who=_who(claim, landscape.label if landscape else str),
        place=_place(claim, article),
        holes=tuple(_HOLES.get(f, f.replace("_", " ")) for f in claim.unresolved),
        facts=landscape.suggest(claim.kind, claim.normalised, claim.unresolved)
        if landscape
        else (),
        record=recorded(claim, landscape) if landscape else None,
    )


def recorded(claim: Claim, landscape: Landscape) -> Stake | None:
    """Return what our record says of the same stake, where the claim has no hole."""
    holder, held = claim.normalised.get("holder"), claim.normalised.get("held")
    if claim.kind != "stake" or holder is None or held not in landscape.companies:
        return None
    assert held is not None
    return landscape.stake(holder, held)


def _before(words: str) -> str:
    """Return the end of the same paragraph, from a whole word on."""
    line = words.rpartition("\n")[2]
    cut = line.partition(" ")[2] if len(line) == AROUND else line
    return f"… {cut}" if len(line) == AROUND else cut


def _after(words: str) -> str:
    line = words.partition("\n")[0]
    return f"{line.rpartition(' ')[0]} …" if len(line) == AROUND else line


def _who(claim: Claim, label: Callable[[str], str]) -> str:
    if not claim.attribution:
        own = claim.modality == "fact"
        return "the article, in its own voice" if own else "nobody is named"
    chain = (
        "an unnamed source" if a == "anon" else label(a) for a in claim.attribution
    )
    return ", via ".join(chain)


def _place(claim: Claim, article: Article | None) -> str:
    start, end = claim.span
    spans = article.body if article else ()
    for number, (first, last) in enumerate(spans, 1):
        if first <= start < last:
            return f"paragraph {number}, characters {start}–{end}"
    return f"characters {start}–{end}"
