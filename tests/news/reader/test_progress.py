"""How far a deal has got, and what there will not be, in plain sentences."""

import pytest
from tests.news.alone import alone

from keiretsu.news import Claim


def surest(sentence: str) -> Claim | None:
    """Return the surest deal of a sentence, however faint."""
    return next(iter(alone(sentence, "deal", 0.05)), None)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("in_talks", "Honda and Nissan are in talks about a merger."),
        ("in_talks", "Ford is negotiating with Geely about a plant."),
        ("in_talks", "Ford und VW verhandeln über eine gemeinsame Plattform."),
        ("in_talks", "Knorr-Bremse und ZF sprechen über einen Zusammenschluss."),
        ("in_talks", "Nissan et Honda négocient une fusion."),
        ("in_talks", "Nissan y Honda negocian una fusión."),
        ("in_talks", "ホンダと日産は経営統合に向けて協議を進めている。"),
        ("in_talks", "长城与宝马正在谈判。"),
        ("agreed", "Ford and Renault signed an agreement on two electric cars."),
        ("agreed", "Renault und Geely haben eine Vereinbarung unterzeichnet."),
        ("agreed", "Stellantis et Leapmotor ont signé un accord de coentreprise."),
        ("agreed", "Ford y Volkswagen firmaron una alianza."),
        ("agreed", "トヨタとスズキは資本提携で合意した。"),
        ("agreed", "吉利与雷诺签署合作协议。"),
        ("completed", "Mercedes supplies engines to Aston Martin."),
        ("terminated", "Honda and Nissan ended their merger talks."),
        ("terminated", "Nissan hat die Fusionsgespräche mit Honda abgebrochen."),
        ("terminated", "Renault et Nissan ont mis fin à leur alliance."),
        ("terminated", "Seat y Renault rompieron las negociaciones."),
        ("terminated", "ホンダと日産は経営統合の協議を打ち切った。"),
        ("terminated", "本田与日产终止合并谈判。"),
        ("terminated", "Honda liefert nicht mehr an GM."),
        ("terminated", "Die EU hat die Übernahme von Opel durch Renault untersagt."),
    ],
)
def test_the_verb_tells_how_far_a_deal_has_got(status: str, sentence: str) -> None:
    claim = surest(sentence)
    assert claim is not None
    assert claim.normalised["status"] == status
    assert claim.polarity == "+"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ford won't merge with GM.",
        "Toyota und Suzuki fusionieren nicht.",
        "Volvo et Renault ne fusionneront pas.",
        "いすゞと日野は統合しない。",
        "本田与日产不会合并。",
    ],
)
def test_a_deal_that_is_refused_is_not_agreed(sentence: str) -> None:
    claim = surest(sentence)
    assert claim is not None
    assert (claim.normalised["status"], claim.polarity) == ("agreed", "-")


@pytest.mark.parametrize(
    "sentence",
    [
        "VW schließt eine Fusion mit Ford nicht aus.",
        "Renault n'exclut pas une alliance avec Ford.",
        "Stellantis no descarta una alianza con Renault.",
        "日産はホンダとの統合を否定しない。",
    ],
)
def test_what_is_not_ruled_out_is_not_claimed(sentence: str) -> None:
    assert surest(sentence) is None


def test_a_state_is_told_of_those_whom_the_sentence_names() -> None:
    """Of two sentences each keeps its own state."""
    text = (
        "Honda und Nissan haben ihre Gespräche abgebrochen. "
        "Renault und Geely haben eine Vereinbarung unterzeichnet."
    )
    deals = alone(text, "deal", 0.3)
    found = {c.normalised["parties"]: c.normalised["status"] for c in deals}
    assert found["honda", "nissan"] == "terminated"
    assert found["geely", "renault"] == "agreed"
