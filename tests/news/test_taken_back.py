"""What a sentence denies, calls false or ends is not claimed of today."""

from __future__ import annotations

import pytest

from keiretsu.news import Claim, main_deal, read_article, read_claims


def stakes(text: str, sure: float | None = None) -> list[Claim]:
    found = read_claims(read_article(text=text), sure)
    return [c for c in found if c.kind == "stake"]


@pytest.mark.parametrize(
    "text",
    [
        "Rumours that Tesla would buy 30% of Ford were false.",
        "Reports that Honda will acquire 20% of Mazda are untrue, both companies said.",
        "A report that BYD holds 10% of Toyota is wrong.",
        "Talk of Renault buying 15% of Nissan turned out to be baseless.",
        "Honda never owned 20% of Rover.",
        "ホンダは日産の株式を30％取得するとの報道を否定した。",
        "トヨタがマツダの株式10％を取得するとの報道は事実ではない。",
        "比亚迪否认收购蔚来20%的股份。",
        "有关吉利收购雷诺10%股份的传闻不实。",
        "Renault dément vouloir acheter 10 % de Nissan.",
        "Gerüchte, Toyota übernehme 30 Prozent an Mazda, sind falsch.",
        "Honda desmiente que vaya a comprar el 20 % de Mazda.",
    ],
)
def test_what_is_denied_is_no_stake_and_no_deal(text: str) -> None:
    for claim in stakes(text):
        assert claim.modality == "denied" or claim.polarity == "-", claim.sentence
    deal = main_deal(read_claims(read_article(text=text)))
    assert deal is None or deal.is_denied


@pytest.mark.parametrize(
    "text",
    [
        "Ford has no stake in Rivian; it sold its last 11.4% of Rivian in 2023.",
        "BMW sold all of its 20% stake in Rover.",
        "Before 2023 Renault owned 43.4% of Nissan.",
        "Daimler once held 80.1% of Chrysler.",
        "Renault détenait 43,4 % de Nissan jusqu'en 2023.",
        "Daimler hielt einst 80,1 Prozent an Chrysler.",
        "戴姆勒曾持有克莱斯勒80.1%的股份。",
        "ルノーはかつて日産の株式を43.4％保有していた。",
    ],
)
def test_what_is_over_is_not_held_today(text: str) -> None:
    assert [c.sentence for c in stakes(text) if c.polarity == "+"] == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Toyota, which once held 3% of Tesla, owns 20% of Subaru.",
            [("toyota", "subaru")],
        ),
        (
            "Kia owns 17.7% of Hyundai Mobis, which owns 21.9% of Hyundai Motor.",
            [("kia", "hyundai_mobis"), ("hyundai_mobis", "hyundai")],
        ),
        (
            "Nissan, which is 17% owned by Renault, owns 24.5% of Mitsubishi Motors.",
            [("renault", "nissan"), ("nissan", "mitsubishi_motors")],
        ),
        (
            "Renault, which owns 53% of Renault Korea, holds 17% of Nissan.",
            [("renault", "renault_korea"), ("renault", "nissan")],
        ),
        (
            "Toyota holds 20% of Subaru, which holds 1% of Suzuki.",
            [("toyota", "subaru"), ("subaru", "suzuki")],
        ),
    ],
)
def test_a_relative_clause_has_its_own_holder(
    text: str, pairs: list[tuple[str, str]]
) -> None:
    found = [
        (c.normalised["holder"], c.normalised["held"])
        for c in stakes(text)
        if c.normalised.get("percent") is not None
    ]
    assert found == pairs


@pytest.mark.parametrize(
    "text",
    [
        "Toyota owns 20% of Subaru, which denied that it would sell more.",
        "Toyota owns 20% of Subaru.",
        "Until now Toyota owns 20% of Subaru and no more.",
    ],
)
def test_what_holds_is_still_claimed(text: str) -> None:
    found = [c.sentence for c in stakes(text, 0.35)]
    assert found[:1] == ["Toyota holds 20 % of Subaru"]
