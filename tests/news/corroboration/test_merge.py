"""What several pages tell of one thing is told once, with its independent sources."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.news import Claim, read_article, read_claims
from keiretsu.news.claims.claim import one_of_two
from keiretsu.news.corroboration import Merged, Page, merge_pages
from keiretsu.news.corroboration.figures import agree


def stake(percent: float | None, words: str = "", **more: Any) -> Claim:
    said = {"holder": "toyota", "held": "subaru", "action": "holds"}
    fields: dict[str, Any] = {
        "id": "c01",
        "article": "a",
        "kind": "stake",
        "quote": words,
        "span": (0, len(words)),
        "normalised": said | {"percent": percent} | more.pop("said", {}),
    }
    return Claim(**(fields | more))


def deal(status: str | None, **more: Any) -> Claim:
    said = {"parties": ("geely", "renault"), "status": status} | more.pop("said", {})
    return stake(None, kind="deal", **more | {"normalised": said})


def page(name: str, day: str | None, *claims: Claim, **more: Any) -> Page:
    on = dt.date.fromisoformat(day) if day else None
    known = {"publisher": name.title()} | more
    return Page(id=name, day=on, claims=claims, **known)


def one(merged: Merged) -> Any:
    (found,) = merged.propositions
    return found


def test_two_papers_in_their_own_voice_are_two_sources() -> None:
    told = one(
        merge_pages(
            [
                page("post", "2025-02-01", stake(20)),
                page("times", "2025-02-03", stake(20.0)),
            ]
        )
    )
    assert told.sources == ("Post", "Times")
    assert told.days == (dt.date(2025, 2, 1), dt.date(2025, 2, 3))
    assert len(told.to_dict()["tellings"]) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # both pass on the same source, directly or by another paper
        (
            page("post", None, stake(20, attribution=("mainichi",))),
            page("times", None, stake(20, attribution=("mainichi", "reuters"))),
        ),
        # one prints the agency that the other names
        (
            page("post", None, stake(20), opening="PARIS (Reuters) - Toyota owns"),
            page("times", None, stake(20, attribution=("reuters",))),
        ),
        # an agency by name, once as author and once as publisher
        (
            page("post", None, stake(20), author="Agence France-Presse"),
            page("afp", None, stake(20), opening="PARIS (AFP) — Toyota"),
        ),
        # one author in two papers
        (
            page("post", None, stake(20), author="Jane Doe"),
            page("times", None, stake(20), author="jane doe"),
        ),
        # the same words
        (
            page(
                "post",
                None,
                stake(20, "Toyota Motor owns exactly 20% of Subaru Corporation"),
            ),
            page(
                "times",
                None,
                stake(20, "Toyota Motor owns exactly 20 % of Subaru Corporation,"),
            ),
        ),
        # one paper twice
        (
            page("a", None, stake(20), publisher="Post"),
            page("b", None, stake(20), publisher="Post"),
        ),
        # in Japanese: the agency in brackets at the head
        (
            page("post", None, stake(20), opening="【ロイター】トヨタは"),
            page("times", None, stake(20), opening="TOKYO (Reuters) - Toyota"),
        ),
    ],
)
def test_a_relay_or_a_copy_is_no_second_source(first: Page, second: Page) -> None:
    assert len(one(merge_pages([first, second])).sources) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # the nameless sources of two papers
        (
            page("post", None, stake(20, attribution=("anon",))),
            page("times", None, stake(20, attribution=("anon",))),
        ),
        # short words that any two papers would use
        (page("post", None, stake(20, "20%")), page("times", None, stake(20, "20%"))),
        # an agency named in passing prints nothing
        (
            page("post", None, stake(20), opening="Reuters moved to a new house."),
            page("times", None, stake(20, attribution=("reuters",))),
        ),
        # authors who are another
        (
            page("post", None, stake(20), author="Jane Doe"),
            page("times", None, stake(20), author="John Doe"),
        ),
    ],
)
def test_others_are_two(first: Page, second: Page) -> None:
    assert len(one(merge_pages([first, second])).sources) == 2


@pytest.mark.parametrize(
    ("value", "other", "more", "is_one"),
    [
        (36, 35.71, {}, True),
        (36, 35.4, {}, False),
        (35.7, 35.71, {}, True),
        (5.1, 5.2, {}, False),
        (50, 51.2, {"op": "gt"}, True),
        (50, 50, {"op": "gt"}, False),
        (50, 50, {"op": "ge"}, True),
        (50, 49.9, {"op": "lt"}, True),
        (20, 20.4, {"op": "approx"}, True),
        (0, 0, {}, True),
        (-1.2, -1.2, {}, True),
    ],
)
def test_percentages_are_one_within_what_they_state(
    value: float, other: float, more: dict[str, str], is_one: bool
) -> None:
    assert agree(value, other, is_percent=True, **more) is is_one
    back = {"other_op": more["op"]} if more else {}
    assert agree(other, value, is_percent=True, **back) is is_one


@pytest.mark.parametrize(
    ("value", "other", "is_one"),
    [
        (3_300_000, 3_298_452, True),
        (3_300_000, 3_351_000, False),
        (3_300_000, 3_346_000, True),
        (3_000_000, 3_100_000, False),  # one digit, and more than 1 % apart
        (3_000_000, 3_020_000, True),
        (20_000, 20_001, True),
        (19_999, 20_001, False),
    ],
)
def test_counts_are_one_as_rounded(value: float, other: float, is_one: bool) -> None:
    assert agree(value, other, is_percent=False) is is_one


def test_a_deal_goes_from_talks_to_its_end() -> None:
    merged = merge_pages(
        [
            page("d", "2025-05-01", deal("terminated", said={"deal_type": "merger"})),
            page("a", "2025-01-10", deal("in_talks", said={"deal_type": "talks"})),
            page("b", "2025-01-20", deal("in_talks")),
            page("c", None, deal("agreed", said={"date": "2025-02-13"})),
        ]
    )
    (history,) = merged.deals
    assert history.kind == "merger"
    assert [(s.status, str(s.since)) for s in history.steps] == [
        ("in_talks", "10 Jan 2025"),
        ("agreed", "13 Feb 2025"),
        ("terminated", "1 May 2025"),
    ]
    assert history.steps[0].sources == ("A", "B")


def test_two_kinds_of_deals_between_two_companies_are_two() -> None:
    merged = merge_pages(
        [
            page("a", "2025-01-10", deal("agreed", said={"deal_type": "supply"})),
            page("b", "2025-01-20", deal("terminated", said={"deal_type": "merger"})),
        ]
    )
    assert {d.kind: [s.status for s in d.steps] for d in merged.deals} == {
        "supply": ["agreed"],
        "merger": ["terminated"],
    }


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (deal("agreed", polarity="-"), "terminated"),
        (deal("in_talks", polarity="-"), "denied"),
        (deal("in_talks", modality="denied"), "denied"),
        (deal("agreed", modality="plan"), "planned"),
        (deal("completed", modality="hedged"), "planned"),
        (deal("proposed", modality="plan"), "proposed"),
    ],
)
def test_what_is_not_so_or_not_yet_is_no_step_reached(
    claim: Claim, status: str
) -> None:
    (history,) = merge_pages([page("a", "2025-01-10", claim)]).deals
    assert [s.status for s in history.steps] == [status]


def test_what_is_imagined_is_no_step() -> None:
    claim = deal("agreed", modality="counterfactual")
    assert merge_pages([page("a", "2025-01-10", claim)]).deals == ()


def test_two_figures_of_one_day_stand_side_by_side() -> None:
    (found,) = merge_pages(
        [page("post", "2025-02-01", stake(20)), page("times", "2025-02-03", stake(21))]
    ).disagreements
    assert not found.may_be_later
    assert found.sentence == (
        "Toyota holds 20 % of Subaru: Post; but Toyota holds 21 % of Subaru: Times"
    )


def test_many_figures_stand_each_beside_the_next() -> None:
    pages = [page(f"p{n}", "2025-02-01", stake(10 + n)) for n in range(400)]
    merged = merge_pages(pages)
    assert len(merged.propositions) == 400
    assert len(merged.disagreements) == 399
    assert len(merged.to_dict()["disagreements"]) == 399


def test_a_figure_of_another_year_may_be_a_later_one() -> None:
    pages = [
        page("times", "2025-02-03", stake(21)),
        page("post", "2020-02-01", stake(20)),
    ]
    (found,) = merge_pages(pages).disagreements
    assert found.may_be_later
    assert found.first.claim.normalised["percent"] == 20
    dated = [
        page("post", "2020-02-01", stake(20, said={"as_of": "2020-01"})),
        page("times", "2025-02-03", stake(21, said={"as_of": "2025-01"})),
    ]
    assert merge_pages(dated).disagreements == ()


def test_what_is_denied_stands_beside_who_says_so() -> None:
    merged = merge_pages(
        [
            page("post", "2025-02-01", deal("in_talks", attribution=("anon",))),
            page(
                "times",
                "2025-02-02",
                deal("in_talks", modality="denied", attribution=("renault",)),
            ),
        ]
    )
    (found,) = merged.disagreements
    assert (found.first.sources, found.first.against) == (("Post",), ("renault",))
    assert "denied: Renault" in found.sentence


def test_a_plan_does_not_contradict_a_fact() -> None:
    pages = [
        page("post", "2025-02-01", stake(20)),
        page("times", "2025-02-01", stake(25, modality="plan")),
    ]
    assert merge_pages(pages).disagreements == ()


def test_holes_and_open_readings_are_never_taken_for_one() -> None:
    hole = stake(20, said={"held": None}, unresolved=("held",))
    both = one_of_two(
        stake(20, id="c02"), stake(20, said={"holder": "subaru", "held": "toyota"})
    )
    pages = [page("post", None, hole, both), page("times", None, hole, both)]
    merged = merge_pages(pages)
    assert [len(p.tellings) for p in merged.propositions] == [1, 1, 1, 1]
    assert merged.disagreements == ()


def test_real_pages_in_two_languages_tell_one_thing() -> None:
    texts = {
        "en": "Toyota owns 20% of Subaru and makes cars with it.",
        "de": "Toyota hält 20 Prozent der Aktien von Subaru, und das seit Jahren.",
    }
    pages = [
        Page.of(article, read_claims(article))
        for name, text in texts.items()
        for article in [read_article(text=text, id=name, date="2025-10-01")]
    ]
    (told,) = [p for p in merge_pages(pages).propositions if p.kind == "stake"]
    assert told.sources == ("de", "en")


values = st.sampled_from([5.0, 5.1, 20.0, 20.5, 21.0, 35.71, 36.0, None])
claims = st.builds(
    stake,
    values,
    st.sampled_from(["", "Toyota Motor owns a part of Subaru Corp, as it says itself"]),
    modality=st.sampled_from(["fact", "reported", "plan", "denied"]),
    attribution=st.sampled_from([(), ("anon",), ("reuters",), ("mainichi", "reuters")]),
)
pages = st.lists(
    st.builds(
        page,
        st.uuids().map(str),
        st.sampled_from([None, "2025-02-01", "2025-02-20", "2025-09-01"]),
        claims,
        author=st.sampled_from([None, "Jane"]),
        publisher=st.sampled_from(["Post", "Times", None]),
    ),
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(pages, st.randoms(use_true_random=False))
def test_order_and_repetition_of_pages_change_nothing(
    told: list[Page], rng: random.Random
) -> None:
    merged = merge_pages(told)
    again = list(told) * 2
    rng.shuffle(again)
    other = merge_pages(again)
    assert sorted(str(p.to_dict()) for p in merged.propositions) == sorted(
        str(p.to_dict()) for p in other.propositions
    )
    assert sum(len(p.tellings) for p in merged.propositions) == len(merged.pages)
    for told_once in merged.propositions:
        count = len(told_once.sources) + len(told_once.against)
        assert 1 <= count <= len(told_once.tellings)
