"""Statements that nobody made up by hand: stakes, roles, any text around them."""

from __future__ import annotations

from hypothesis import strategies as st

from keiretsu.landscape.store import Statement, statement
from keiretsu.units import PartialDate

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n,\"';&<"),
    min_size=1,
    max_size=20,
).filter(lambda text: bool(text.strip()))
COMPANIES = ("toyota", "nissan", "honda", "subaru", "renault")
DAYS = st.dates().map(lambda date: date.isoformat()).filter(lambda text: text > "1900")
DATES = DAYS | DAYS.map(lambda text: text[:7]) | DAYS.map(lambda text: text[:4])
VAGUE = DATES | st.sampled_from(("FY2024", "2025-Q1", "2025-H2"))
PERCENT = st.integers(0, 100).map(str) | st.floats(0, 100).map(
    lambda number: str(round(number, 3))
)


@st.composite
def cited(draw: st.DrawFn) -> dict[str, str]:
    """Where a row comes from."""
    return {
        "source_title": draw(TEXT),
        "address": draw(st.sampled_from(("", "https://example.org/a?b=1", "a book"))),
        "confidence": draw(st.sampled_from(("sourced", "derived", "memory"))),
        "quote": draw(st.just("") | TEXT),
    }


@st.composite
def stakes(draw: st.DrawFn) -> Statement:
    """A stake: exact, a range, or of unknown size."""
    holder, held = draw(st.permutations(COMPANIES))[:2]
    row = {"holder": holder, "held": held, "since": draw(VAGUE), **draw(cited())}
    for exact, low, high in (
        ("percent", "percent_min", "percent_max"),
        ("votes_percent", "votes_min", "votes_max"),
    ):
        size = draw(st.sampled_from(("exact", "range", "unknown")))
        if size == "exact":
            row[exact] = draw(PERCENT)
        elif size == "range":
            ends = draw(st.tuples(PERCENT, PERCENT))
            row[low], row[high] = sorted(ends, key=float)
    row["of"] = draw(st.sampled_from(("", "issued", "outstanding")))
    row["note"] = draw(st.just("") | TEXT)
    return statement("stakes", row, "here")


@st.composite
def roles(draw: st.DrawFn) -> Statement:
    """A person in a role at a company."""
    row = {
        "person": draw(st.sampled_from(("akio_toyoda", "carlos_ghosn"))),
        "role": draw(TEXT),
        "company": draw(st.sampled_from(COMPANIES)),
        "since": draw(VAGUE),
        "until": draw(st.just("") | VAGUE),
        "note": draw(st.just("") | TEXT),
        **draw(cited()),
    }
    begun, over = row["since"], row["until"]
    if over and PartialDate(over).first < PartialDate(begun).first:
        row["since"], row["until"] = row["until"], row["since"]
    return statement("people", row, "here")
