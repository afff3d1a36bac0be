"""What the patterns find in sentences written for these tests, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from keiretsu.news import Claim, read_article
from keiretsu.news.pipeline import by_patterns
from keiretsu.news.reader.named import named
from keiretsu.news.reader.trained import documents


def read(text: str, kind: str, date: str | None = "2025-03-14") -> list[Claim]:
    article = read_article(text=text, date=date)
    claims = by_patterns(article, tuple(named(documents(article))))
    return [claim for claim in claims if claim.kind == kind]


def one(text: str, kind: str, date: str | None = "2025-03-14") -> Claim:
    (claim,) = read(text, kind, date)
    return claim


def says(claim: Claim, **fields: Any) -> None:
    said = {key: claim.normalised.get(key) for key in fields}
    assert said == fields


# --- stakes


@pytest.mark.parametrize(
    ("text", "holder", "held", "percent", "action"),
    [
        ("Geely owns 9.7% of Daimler.", "geely", "daimler", 9.7, "holds"),
        (
            "Exor is the biggest owner, and Ford holds a 10 percent stake in Rivian.",
            "ford",
            "rivian",
            10.0,
            "holds",
        ),
        (
            "In May the carmaker Isuzu said that Toyota took a 4.6% stake in Isuzu.",
            "toyota",
            "isuzu",
            4.6,
            "acquires",
        ),
        ("Renault sold a 5% stake in Nissan.", "renault", "nissan", 5.0, "sells"),
        (
            "Mazda is 5.05% owned by Toyota these days.",
            "toyota",
            "mazda",
            5.05,
            "holds",
        ),
        (
            "Honda lifted its holding in Suzuki from 2% to 6%.",
            "honda",
            "suzuki",
            6.0,
            "raises",
        ),
        (
            "Renault trimmed its stake in Nissan to 36% from 43%.",
            "renault",
            "nissan",
            36.0,
            "reduces",
        ),
    ],
)
def test_a_stake_has_its_holder_and_its_held_the_right_way_round(
    text: str, holder: str, held: str, percent: float, action: str
) -> None:
    claim = next(c for c in read(text, "stake") if c.normalised["action"] == action)
    says(claim, holder=holder, held=held, percent=percent)


@pytest.mark.parametrize(
    ("verb", "held"), [("lifted", []), ("plans to lift", [("holds", 2.0)])]
)
def test_the_stake_before_a_rise_is_held_until_then(
    verb: str, held: list[tuple[str, float]]
) -> None:
    stakes = read(f"Honda {verb} its holding in Suzuki from 2% to 6%.", "stake")
    found = [(c.normalised["action"], c.normalised["percent"]) for c in stakes]
    assert found == [("raises", 6.0), *held]
    assert stakes[0].normalised["from_percent"] == 2.0


def test_a_lost_name_stays_a_hole() -> None:
    stakes = read("Ford has stakes in makers, including 8% of , 3% of Mazda.", "stake")
    says(stakes[0], holder="ford", held=None, percent=8.0)
    assert stakes[0].unresolved == ("held",)
    says(stakes[1], holder="ford", held="mazda", percent=3.0)


def test_an_uneven_venture_is_two_stakes_and_a_deal() -> None:
    text = (
        "Leapmotor International is a 51/49 joint venture of Stellantis and Leapmotor."
    )
    shares = {
        c.normalised["holder"]: c.normalised["percent"] for c in read(text, "stake")
    }
    assert shares == {"stellantis": 51.0, "leapmotor": 49.0}
    says(one(text, "deal"), deal_type="jv", jv="leapmotor_international")


def test_a_subsidiary_is_a_stake_without_a_figure() -> None:
    claim = one("Daihatsu, a unit of Toyota, builds small cars in Osaka.", "stake")
    says(claim, holder="toyota", held="daihatsu", percent=None, action="holds")


@pytest.mark.parametrize(
    "text",
    [
        "Shares of Nissan rose 5% on the news, and Toyota gained 2%.",
        "Toyota has 30% of the Japanese market.",
        "Exports make up 40% of Subaru's sales.",
    ],
)
def test_price_moves_and_market_shares_are_no_stakes(text: str) -> None:
    assert read(text, "stake") == []


def test_the_venture_is_the_one_that_was_named_last() -> None:
    text = (
        "Renault set up an engine company with Geely, named Horse Powertrain. "
        "Aramco then took a stake of up to 10% in the venture."
    )
    claim = next(c for c in read(text, "stake") if "percent" in c.normalised)
    says(claim, holder="aramco", held="horse_powertrain", percent=10.0, op="le")


def test_two_holders_of_a_part_each_are_two_stakes() -> None:
    stakes = read("Ford and Kia will each own 25% of Rivian by then.", "stake")
    assert {(c.normalised["holder"], c.normalised["percent"]) for c in stakes} == {
        ("ford", 25.0),
        ("kia", 25.0),
    }


def test_a_refused_stake_is_denied_by_its_polarity() -> None:
    claim = one("Nissan refused to become a subsidiary of Honda.", "stake")
    assert claim.polarity == "-"


# --- deals


@pytest.mark.parametrize(
    ("text", "parties", "deal_type", "status"),
    [
        (
            "Honda and Nissan called off their merger talks.",
            ("honda", "nissan"),
            "merger",
            "terminated",
        ),
        (
            "Mazda and Toyota have signed a memorandum of understanding on engines.",
            ("mazda", "toyota"),
            "mou",
            "agreed",
        ),
        (
            "Suzuki is in talks with Subaru about a partnership.",
            ("subaru", "suzuki"),
            "alliance",
            "in_talks",
        ),
        (
            "The alliance between Renault and Nissan dates from 1999.",
            ("nissan", "renault"),
            "alliance",
            "completed",
        ),
        (
            "Foxconn has approached Nissan about a tie-up.",
            ("foxconn", "nissan"),
            "alliance",
            "rumoured",
        ),
        (
            "Ford ended its joint venture with Mahindra & Mahindra.",
            ("ford", "mahindra"),
            "jv",
            "terminated",
        ),
    ],
)
def test_a_deal_has_its_parties_its_kind_and_its_state(
    text: str, parties: tuple[str, ...], deal_type: str, status: str
) -> None:
    says(one(text, "deal"), parties=parties, deal_type=deal_type, status=status)


def test_a_deal_that_did_not_come_about_has_negative_polarity() -> None:
    text = "Ford sounded out Mazda about an alliance. No agreement was reached."
    claims = read(text, "deal")
    assert [c.polarity for c in claims] == ["+", "-"]
    says(claims[1], parties=("ford", "mazda"), deal_type="alliance")


def test_what_is_denied_by_a_not_has_negative_polarity() -> None:
    claim = one("Ford is not in talks with Mazda on a merger.", "deal")
    assert claim.polarity == "-"


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("Ford will not merge with Renault, its chief said.", "plan", "-"),
        ("Kia has no plans to merge with Ford.", "plan", "-"),
        ("Ford said it does not intend to merge with Renault.", "plan", "-"),
        ("Ford will probably never merge with Renault.", "hedged", "-"),
        ("Ford denied a report that it may merge with Renault.", "denied", "+"),
        ("Honda rejected a press report that it would buy Nissan.", "denied", "+"),
        ("Kia will soon merge with Ford.", "plan", "+"),
        ("Honda plans to merge with Nissan and needs no partner.", "plan", "+"),
    ],
)
def test_what_will_not_be_is_no_plan(text: str, modality: str, polarity: str) -> None:
    claim = one(text, "deal")
    assert (claim.modality, claim.polarity) == (modality, polarity)


def test_a_rival_is_no_party() -> None:
    claim = one("Honda and GM teamed up to outsell Tesla in California.", "deal")
    says(claim, parties=("gm", "honda"))


def test_what_could_have_been_is_counterfactual() -> None:
    claim = one("A Ford-Mazda partnership could have shaped the market.", "deal")
    assert claim.modality == "counterfactual"
    says(claim, parties=("ford", "mazda"), status=None)


# --- attribution and modality


def test_a_chain_runs_from_the_origin_to_the_last_relay() -> None:
    text = "Ford may buy a stake in Rivian, according to Nikkei via Bloomberg."
    claim = one(text, "stake")
    assert claim.attribution == ("nikkei", "bloomberg")
    assert claim.modality == "hedged"


def test_unnamed_sources_come_before_the_outlet_they_told() -> None:
    text = (
        "Two people familiar with the matter told Reuters that Ford owns 3% of Mazda."
    )
    claim = one(text, "stake")
    assert claim.attribution == ("anon", "reuters")
    assert claim.modality == "reported"


def test_a_denied_report_is_denied() -> None:
    text = (
        "Ford is considering a merger with Mazda, Nikkei reported. "
        "A Mazda spokesman denied the report."
    )
    assert [c.modality for c in read(text, "deal")] == ["denied"]


def test_a_plan_is_a_plan_though_sources_tell_it() -> None:
    text = "Sources said Toyota plans to raise its stake in Subaru to 25%."
    claim = one(text, "stake")
    assert (claim.modality, claim.attribution) == ("plan", ("anon",))


# --- plans and sales


@pytest.mark.parametrize(
    ("text", "metric", "value", "unit"),
    [
        ("Ford will lay off 1,200 workers.", "jobs_cut", 1200.0, "jobs"),
        ("Nissan aims to shut three plants by 2027.", "plants_closed", 3.0, "plants"),
        (
            "Honda plans to introduce 30 new electric models by 2030.",
            "ev_model_launches",
            30.0,
            "models",
        ),
        ("Mazda aims to save $1.2 billion a year.", "cost_savings", 1.2e9, "USD"),
        (
            "Kia set a sales target of 4.3 million vehicles for 2030.",
            "sales",
            4.3e6,
            "vehicles",
        ),
        (
            "BYD plans to build 150,000 cars a year in Hungary.",
            "production",
            150_000.0,
            "vehicles",
        ),
    ],
)
def test_a_target_has_its_measure_and_its_figure(
    text: str, metric: str, value: float, unit: str
) -> None:
    says(one(text, "plan_target"), metric=metric, value=value, unit=unit)
    assert one(text, "plan_target").modality == "plan"
    assert read(text, "sales") == []


def test_a_sale_and_the_target_it_missed_are_told_apart() -> None:
    text = "Kia sold 2.9 million vehicles in 2024, short of a goal of 3.2 million."
    says(one(text, "sales"), value=2.9e6, period="2024", company="kia")
    says(one(text, "plan_target"), value=3.2e6, company="kia")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "BYD delivered 207,734 cars in April 2024.",
            {"metric": "deliveries", "value": 207734.0, "period": "2024-04"},
        ),
        (
            "Mazda's sales fell 7.5% to 1.2 million vehicles in fiscal 2023.",
            {"value": 1.2e6, "change_pct": -7.5, "period": "FY2023"},
        ),
        (
            "Hyundai's output rose 3.1% in the first half of 2024.",
            {"metric": "production", "change_pct": 3.1, "period": "2024-H1"},
        ),
    ],
)
def test_sales_have_their_measure_figure_and_period(
    text: str, fields: dict[str, Any]
) -> None:
    says(one(text, "sales"), **fields)


# --- products, roles, quotes, legal


def test_a_range_keeps_its_cycle_only_if_one_is_named() -> None:
    plain, named = (
        one(f"The Kia EV3 electric SUV has a range of {words}.", "product")
        for words in ("up to 372 miles (599 km)", "600 km under the WLTP cycle")
    )
    says(plain, model="EV3", maker="kia", range_km=599.0, range_cycle=None)
    says(named, range_km=600.0, range_cycle="WLTP", powertrain=("BEV",))


def test_a_partner_is_not_the_maker() -> None:
    text = "Mazda showed the EZ-60 electric SUV, developed with its partner Changan."
    says(one(text, "product"), model="EZ-60", maker="mazda", developed_with="changan")


@pytest.mark.parametrize(
    ("text", "title", "status", "company"),
    [
        ("Honda CEO Toshihiro Mibe smiled at the crowd.", "ceo", "current", "honda"),
        (
            "Ann Example, Ford's finance chief, left the room early.",
            "cfo",
            "current",
            "ford",
        ),
        (
            "Former Nissan chairman Carlos Ghosn fled from Japan.",
            "chairman",
            "former",
            "nissan",
        ),
        ("Kia named Bo Sample as the new chief executive.", "ceo", "incoming", "kia"),
    ],
)
def test_a_role_has_its_title_its_company_and_its_time(
    text: str, title: str, status: str, company: str
) -> None:
    says(one(text, "role"), title=title, status=status, company=company)


def test_a_quotation_needs_a_speaker() -> None:
    said = one('"We will go on alone," Honda CEO Toshihiro Mibe said.', "quote")
    assert said.quote == "We will go on alone"
    says(said, speaker="toshihiro_mibe", company="honda")
    assert read('The plan was called "The Arc" in the brochure.', "quote") == []


def test_a_recall_and_a_tariff_know_whom_they_concern() -> None:
    says(
        one("Kia recalled 462,000 vehicles in the United States.", "legal"),
        concern="recall",
        parties=("kia",),
    )
    says(
        one("Brussels imposed a 35.3% tariff on SAIC on Tuesday.", "legal"),
        concern="tariff",
        parties=("saic",),
        rate_percent=35.3,
        outcome="imposed",
    )


def test_tariff_rates_go_to_the_company_they_stand_beside() -> None:
    text = (
        "Brussels will impose tariffs on electric cars from China. SAIC faces a rate "
        "of 35.3%, Geely 18.8% and BYD 17.0%."
    )
    rates = {
        c.normalised["parties"]: c.normalised["rate_percent"]
        for c in read(text, "legal")
    }
    assert rates == {("saic",): 35.3, ("geely",): 18.8, ("byd",): 17.0}


def test_a_name_after_of_is_not_taken_for_the_company_itself() -> None:
    assert read("The Toyota Motor Show opens in May.", "stake") == []
