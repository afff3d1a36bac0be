"""The page: self-contained, safe against hostile text, and complete."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.factories import (
    DAY,
    claims,
    effects,
    full_report,
    light_report,
    market_effects,
    merger,
)

from keiretsu.characters import harmful_count
from keiretsu.deals.deal import Deal
from keiretsu.deals.ladder import Rung
from keiretsu.errors import DataError
from keiretsu.news.articles.article import read_article
from keiretsu.news.claims.claim import Claim
from keiretsu.pictures.picture import text
from keiretsu.report import write_report
from keiretsu.report.html import render
from keiretsu.report.references import References
from keiretsu.report.report import Report
from keiretsu.report.sections.reported import claims_words
from keiretsu.sources import Source

HOSTILE = "<script>alert('x')</script><img src=http://evil.example/x onerror=alert(1)>"
TURNING = "\N{RIGHT-TO-LEFT OVERRIDE}\x9b31m"


class Seen(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> str:
    return render(full_report())


@pytest.fixture(scope="module")
def seen(page: str) -> Seen:
    return Seen(page)


def hostile_report() -> Report:
    article = read_article(
        text=f"A title {HOSTILE}\n\nToyota holds 5 % of Mazda {HOSTILE} they say.",
        title=HOSTILE,
        publisher=HOSTILE,
        url="javascript:alert(1)",
        date="2025-05-20",
    )
    quote = Claim(
        id="x",
        article="x",
        kind="quote",
        quote=HOSTILE,
        span=(8, 8 + len(HOSTILE)),
        attribution=(HOSTILE,),
        normalised={"speaker": HOSTILE, "text": HOSTILE},
    )
    return dataclasses.replace(light_report(), article=article, claims=(quote,))


def test_hostile_claims_and_articles_stay_text() -> None:
    written = Seen(render(hostile_report()))
    assert written.named("script") == []
    assert written.named("img") == []
    for _, attributes in written.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert not attributes.get("href", "").startswith("javascript:")


def test_nothing_turns_the_sentence_around_a_name() -> None:
    report = dataclasses.replace(light_report(), remarks=(f"Car {TURNING} is told",))
    page = render(report)
    assert "Car \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}31m is told" in page
    assert harmful_count(page) == 0
    assert harmful_count(text(f"Car {TURNING}")) == 0  # in a picture


def test_the_page_asks_for_nothing(seen: Seen) -> None:
    for tag, attributes in seen.tags:
        assert "src" not in attributes
        href = attributes.get("href", attributes.get("xlink:href", ""))
        if tag != "a":
            assert href in {"", "data:,"} or href.startswith("#")
    assert seen.named("script") == []


def test_styles_load_nothing(page: str) -> None:
    assert not re.search(r"@import|url\((?!#|data:font/woff2;base64,)", page)


def test_headings_go_down_one_step_at_a_time(seen: Seen) -> None:
    levels = [int(t[1]) for t, _ in seen.tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for above, below in pairwise(levels):
        assert below <= above + 1


def test_no_name_is_used_twice_and_every_inner_link_leads_somewhere(seen: Seen) -> None:
    names = [a["id"] for _, a in seen.tags if "id" in a]
    assert len(names) == len(set(names))
    for attributes in seen.named("a"):
        if attributes["href"].startswith("#"):
            assert attributes["href"][1:] in names


def test_sections_stand_in_their_order(seen: Seen) -> None:
    assert [a["id"] for a in seen.named("section")] == [
        "owners",
        "overlap",
        "uncertainty",
        "cars",
        "reported",
        "screens",
        "filings",
        "prices",
        "gainers",
        "plans",
        "gaps",
        "sources",
        "method",
        "reproduce",
    ]


def test_every_section_answers_before_it_unfolds(page: str) -> None:
    for section in re.findall(r"<section.*?</section>", page, re.S):
        name = re.search(r'id="(\w+)"', section)
        assert name is not None
        shown = section.partition('<details class="more">')[0]
        assert section.count('<details class="more">') == 1
        if name[1] not in {"method", "reproduce"}:
            assert 'class="lead"' in shown or '"glance ' in shown, name[1]


def test_the_small_table_says_what_the_headline_says(page: str) -> None:
    top = page.partition("<main")[0]
    assert "2.8\N{NO-BREAK SPACE}% to 3.8\N{NO-BREAK SPACE}% more" in top
    shown = [re.search(rf"<td>\+{n}\s%", top) for n in (r"2\.8", r"3\.5", r"3\.8")]
    assert all(shown)


def test_every_picture_has_words_and_a_table(page: str, seen: Seen) -> None:
    drawings = [a for a in seen.named("svg") if a.get("role") == "img"]
    figures = re.findall(r"<figure.*?</figure>", page, re.S)
    wide = [a for a in drawings if a.get("class") != "narrow"]
    assert len(wide) == len(figures) >= 8
    assert len(drawings) - len(wide) == len(figures)
    names = {a["id"] for _, a in seen.tags if "id" in a}
    for drawing in drawings:
        assert set(drawing["aria-labelledby"].split()) <= names
    for figure in figures:
        assert "<title" in figure
        assert '<p class="note">' in figure
        assert "<caption>" in figure


def test_table_heads_say_what_they_head(seen: Seen) -> None:
    assert all(a.get("scope") in {"col", "row", "rowgroup"} for a in seen.named("th"))


def test_estimates_not_predictions_is_said_once(page: str) -> None:
    assert page.count("Estimates, not predictions") == 1


def test_what_nobody_checked_is_marked_where_it_is_cited(page: str) -> None:
    assert re.search(r'class="ref memory"[^>]*>\d+ unchecked<', page)
    assert "from memory, unchecked" in page


def test_a_market_without_prices_says_relative_only(page: str) -> None:
    assert "only relative effects are given" in page


def test_a_warning_of_any_reading_is_shown() -> None:
    report = light_report()
    calm, full = market_effects(draws=0), market_effects(reading="joint", draws=0)
    doubtful = dataclasses.replace(
        full, warnings=("a car would cost 5 % of its price",)
    )
    both = dataclasses.replace(report.effects, markets=(calm, doubtful))
    written = render(dataclasses.replace(report, effects=both))
    read = "if a holder of a fifth or more has the company run for both"
    assert f"Careful {read}:</strong> a car would cost" in written


def test_each_firmness_has_its_sign_its_word_and_its_border(page: str) -> None:
    for name, sign, word in (
        ("fact", "■", "Fact"),
        ("plan", "▷", "Plan"),
        ("reported", "❝", "Reported"),
        ("hedged", "≈", "Hedged"),
        ("counterfactual", "◌", "Did not come about"),
    ):
        heading = f'<span class="sign {name}" aria-hidden="true">{sign}</span> {word}'
        assert heading in page
        assert f'<li class="claim {name}">' in page
        assert f".claim.{name}" in page or name == "fact"


def test_a_hole_stands_beside_the_fact_that_may_fill_it(page: str) -> None:
    hole = re.search(
        r'<li class="claim fact">(?:(?!</li>\s*<li class="claim).)*?'
        r'class="hole".*?</div>',
        page,
        re.S,
    )
    assert hole is not None
    assert re.search("Toyota holds [0-9.]+\N{NO-BREAK SPACE}% of Subaru", hole[0])
    assert "<mark>20% of </mark>" in hole[0]


def test_an_unknown_verdict_says_what_is_missing(page: str) -> None:
    assert re.search(r"\? unknown</span>", page)
    assert re.search(r"missing: [a-z]", page)


def test_a_deal_without_effect_gets_a_callout() -> None:
    deal = Deal.stake("toyota", "nissan", 0, on=DAY)
    still = dataclasses.replace(
        light_report(),
        deal=deal,
        effects=effects(deal, scales={"silent": 0.0, "shapley": 0.0}),
    )
    written = render(still)
    assert "No price moves in any market" in written
    assert "every stake stays as it is" in written


def test_what_must_be_said_first_stands_above_the_numbers() -> None:
    remark = "the article is about an alliance; a ladder stands in its place"
    written = render(dataclasses.replace(light_report(), remarks=(remark,)))
    place = written.index("The article is about an alliance; a ladder stands")
    assert place < written.index('class="estimates"')


def test_a_report_of_the_bare_minimum_can_be_written(tmp_path: Path) -> None:
    full = full_report()
    bare = Report(deal=full.deal, effects=dataclasses.replace(full.effects, markets=()))
    path = tmp_path / "bare.html"
    write_report(bare, path)
    text = path.read_text(encoding="utf-8")
    assert "no market was computed" in text
    assert 'id="reproduce"' in text


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no report at"):
        write_report(light_report(), tmp_path / "missing" / "report.html")


def test_only_web_addresses_become_links() -> None:
    references = References()
    for address in ("javascript:alert(1)", "data:text/html,x", "github:a/b@c d", ""):
        references.cite(Source(title=address or "none", address=address))
    references.cite(Source(title="web", address="https://example.org/a"))
    links = [entry.link for entry in references.listed]
    assert links == [None, None, None, None, "https://example.org/a"]


def test_a_source_keeps_its_number_and_gathers_its_facts() -> None:
    references = References()
    one = Source(title="One", address="https://example.org/1")
    first = references.cite(one, "a")
    references.cite(Source(title="Two"), "b")
    assert references.cite(one, "c") == first
    assert [(e.number, e.facts) for e in references.listed] == [
        (1, ["a", "c"]),
        (2, ["b"]),
    ]


def test_a_citation_escapes_its_title() -> None:
    mark = References().cite(Source(title='"><script>'))
    assert "<script>" not in mark


def test_claims_are_never_changed() -> None:
    before = [c.to_dict() for c in claims()]
    report = light_report()
    render(report)
    assert [c.to_dict() for c in report.claims] == before


def test_a_ladder_says_in_sight_which_step_the_figures_are_of() -> None:
    rung = Rung(label="they merge", deal=merger(), effects=None, note="")
    written = render(dataclasses.replace(light_report(), ladder=(rung,)))
    header = written.partition("</header>")[0]
    in_sight = header.rpartition("</details>")[2]
    assert "Figures below are of the last step:" in in_sight
    assert merger().sentence in in_sight


def test_claims_are_counted_as_read_and_in_english() -> None:
    assert claims_words(claims()) == (
        "7 claims were read in the article: 2 facts, 1 plan, 1 reported, 1 hedged, "
        "1 denied and 1 did not come about; 1 with a hole."
    )
    assert claims_words(claims()[2:3]) == "1 claim was read in the article: 1 plan."
