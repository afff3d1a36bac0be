"""What a plain sentence does with a stake, how firmly, and whose stake it is."""

from __future__ import annotations

import pytest

from keiretsu.news import Claim, read_article, read_claims
from keiretsu.news.reader.trained import read_trained

BUYS, SELLS, RAISES, CUTS, HOLDS = "acquires", "sells", "raises", "reduces", "holds"
TOLD = [
    ("Geely envisage de prendre 34 % du capital de Renault Korea.", BUYS, "hedged"),
    ("Toyota va porter sa part à 25 % dans Subaru.", RAISES, "plan"),
    ("Le groupe Stellantis a vendu 10 % de Leapmotor.", SELLS, "fact"),
    ("Volkswagen pourrait céder 8 % de Rivian.", SELLS, "hedged"),
    ("Renault détient aujourd'hui 35,7 % de Nissan.", HOLDS, "fact"),
    ("Der japanische Konzern Toyota kauft 10 Prozent an Subaru.", BUYS, "fact"),
    ("BMW erwägt den Kauf von 15 Prozent an Rivian.", BUYS, "hedged"),
    ("BMW hat eine Beteiligung von 5 Prozent an Northvolt verkauft.", SELLS, "fact"),
    ("Renault hält 35,7 Prozent an Nissan und will ihn senken.", HOLDS, "fact"),
    ("La japonesa Toyota venderá el 5 % de Mazda el próximo año.", SELLS, "plan"),
    ("El grupo alemán Volkswagen tiene hoy el 8,6 % de Rivian.", HOLDS, "fact"),
    ("El fabricante chino Geely podría comprar el 34 % de Kia.", BUYS, "hedged"),
    ("ホンダは日産株の5%を取得する方針だ。", BUYS, "plan"),
    ("トヨタはマツダ株の5.1%を売却することを決めた。", SELLS, "plan"),
    ("日産は三菱自動車株の10%を売却する検討に入った。", SELLS, "hedged"),
    ("トヨタ自動車はSUBARU株の20%を保有している。", HOLDS, "fact"),
    ("吉利拟收购雷诺韩国34%的股份。", BUYS, "plan"),
    ("福特可能出售其所持马自达的5%股份。", SELLS, "hedged"),
    ("大众汽车持有小鹏汽车4.99%的股份，并可能增持。", HOLDS, "fact"),
    ("Volkswagen plans to buy a 5% stake in Rivian.", BUYS, "plan"),
    ("Le chinois Dongfeng ne possède plus que 1,5 % de Stellantis.", HOLDS, "fact"),
    ("Nissan besitzt 24 Prozent an Mazda, nicht 34 Prozent.", HOLDS, "fact"),
    ("长城汽车持有不到5%的宝马股份。", HOLDS, "fact"),
    ("Denso, which owns 9% of Mazda, may sell the stake.", HOLDS, "fact"),
    ("Toyota buys 5% Mazda stake", BUYS, "fact"),
    ("Nissan is in talks to sell its 34% stake in Isuzu.", SELLS, "hedged"),
    ("Geely is negotiating to buy 20% of Aston Martin.", BUYS, "hedged"),
    ("Kia held talks with banks about selling 5% of Rivian.", SELLS, "hedged"),
    ("Renault to sell 5% Nissan stake", SELLS, "plan"),
    ("BYD may take a 25% Maserati stake", BUYS, "hedged"),
    ("VW kauft 5 % von Rivian", BUYS, "fact"),
    ("Toyota prend 5% de Mazda", BUYS, "fact"),
]
REFUSED = [
    "Toyota will not buy 10% of Nissan.",
    "Stellantis does not own 21% of Leapmotor.",
    "Volkswagen never owned 10% of Suzuki.",
    "BMW hält keine 5 Prozent an Northvolt.",
    "Toyota ne va pas acheter 10 % de Nissan.",
    "La japonesa Toyota no comprará el 10 % de Nissan este año.",
    "いすゞは日野株の20%を取得しない。",
    "丰田不会收购日产10%的股份。",
]
DROPPED = [
    "Honda scrapped a plan to take 20% of Nissan.",
    "Volkswagen abandoned its purchase of 8% of Rivian.",
    "Volkswagen verzichtet auf den Kauf von 8 Prozent an Rivian.",
    "Renault a renoncé à acheter 5 % de Nissan.",
    "El grupo Geely renunció a comprar el 34 % de Renault Korea.",
    "ホンダは日産株の5%の取得を断念した。",
    "吉利放弃收购雷诺韩国34%的股份。",
]
OWNED = [
    ("BYD will acquire 25 percent of Stellantis unit Maserati.", "maserati"),
    ("Volkswagen sold 8% of the Renault unit Alpine to Geely.", "alpine"),
    (
        "Der Autobauer BYD kauft 25 Prozent an der Stellantis-Marke Maserati.",
        "maserati",
    ),
    ("BYD kauft 25 Prozent an der Volkswagen-Tochter Traton.", "traton"),
    ("比亚迪将收购Stellantis旗下玛莎拉蒂25%的股份。", "maserati"),
]


def stakes(text: str, sure: float | None) -> list[Claim]:
    found = read_claims(read_article(text=text, date="2026-11-20"), sure=sure)
    return [c for c in found if c.kind == "stake" and "percent" in c.normalised]


@pytest.mark.parametrize(("text", "action", "modality"), TOLD)
def test_the_verb_tells_the_deed_and_how_firm_it_is(
    text: str, action: str, modality: str
) -> None:
    first = max(stakes(text, 0.5), key=lambda c: c.probability or 0)
    assert (first.normalised["action"], first.modality) == (action, modality)
    assert first.polarity == "+"


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_is_said_not_to_be_so(text: str) -> None:
    told = stakes(text, 0.7)
    assert told
    assert {c.polarity for c in told} == {"-"}


@pytest.mark.parametrize("text", DROPPED)
def test_what_is_dropped_is_not_claimed(text: str) -> None:
    assert not [c for c in stakes(text, None) if c.polarity == "+"]


@pytest.mark.parametrize(("text", "held"), OWNED)
def test_an_owner_named_before_is_not_the_one_held(text: str, held: str) -> None:
    first = max(stakes(text, 0.5), key=lambda c: c.probability or 0)
    assert first.normalised["held"] == held


SOLD = [
    ("Kia had {}sold 500,000 vehicles in 2025.", "not "),
    ("Stellantis did {}sell 2 million cars in Europe last year.", "not "),
    ("Mercedes-Benz verkaufte im dritten Quartal {}500.000 Autos.", "keine "),
    ("Seat {}vendió 550.000 coches en 2025.", "no "),
    ("比亚迪2025年{}卖出460万辆汽车。", "并非"),
]


@pytest.mark.parametrize(("text", "refusal"), SOLD)
def test_sales_that_were_not_reached_are_not_claimed(text: str, refusal: str) -> None:
    def sales(words: str) -> list[Claim]:
        article = read_article(text=words, date="2026-11-20")
        return [c for c in read_trained(article, 0.3) if c.kind == "sales"]

    assert sales(text.format(""))
    assert not sales(text.format(refusal))


def test_no_less_than_refuses_nothing() -> None:
    text = "Kia sold no less than 500,000 vehicles in 2025."
    article = read_article(text=text, date="2026-11-20")
    assert [c for c in read_trained(article, 0.3) if c.kind == "sales"]


def test_what_is_held_is_held_whatever_is_done_with_it() -> None:
    text = "Toyota plans to lift its 20% stake in Subaru to 34%."
    told = {c.normalised["percent"]: c.modality for c in stakes(text, None)}
    assert told == {20.0: "fact", 34.0: "plan"}


def test_who_exits_a_stake_holds_it_no_more() -> None:
    (told,) = stakes("GM exited its 7% stake in Stellantis.", None)
    assert told.normalised["action"] == SELLS


def test_an_owner_is_not_held_where_the_one_it_owns_is_not_known() -> None:
    for claim in stakes("Geely bought 8% of the Renault brand Frobnix.", None):
        assert claim.normalised.get("held") != "renault"


def test_a_figure_of_somebody_without_a_name_is_not_the_subjects() -> None:
    for text in (
        "Taiwan's Foxconn is in talks with Renault to buy half of the French "
        "carmaker's 35.7% stake in Nissan, three people said.",
        "Foxconn said on Monday it would buy half of the bank's 20% stake in Kia.",
    ):
        for claim in stakes(text, None):
            assert claim.normalised.get("holder") != "foxconn", claim.sentence
