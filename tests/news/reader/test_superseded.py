"""An old target never stands alone, and is the base of the new one."""

from __future__ import annotations

import pytest

from keiretsu.news import read_article
from keiretsu.news.reader.trained import read_trained

SENTENCES = [
    "Chery has lowered its 2027 sales target from 3.2 million units to 2.9 million.",
    "Nissan cut its 2026 sales target from about 4 million to 3.5 million vehicles.",
    "Chery hat sein Absatzziel für 2027 von 3,2 Millionen auf 2,9 Millionen gesenkt.",
    "奇瑞将2027年销量目标从320万辆下调至290万辆。",
    "トヨタは2026年の世界販売目標を1000万台から950万台に引き下げた。",
    "Renault a abaissé son objectif de 3,2 millions à 2,9 millions de véhicules.",
    "Seat recorta su objetivo de ventas para 2027 de 600.000 a 550.000 coches.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_old_figure_is_no_surer_than_the_new(sentence: str) -> None:
    article = read_article(text=sentence, date="2026-03-12")
    told = [c for c in read_trained(article, 0.05) if c.kind == "plan_target"]
    sure = {c.normalised["value"]: c.probability or 0.0 for c in reversed(told)}
    new, old = min(sure, default=0), max(sure, default=0)
    if len(sure) > 1:
        assert sure[old] <= sure[new]
    for claim in told:
        assert claim.normalised.get("base") in {None, old}


def test_what_is_lowered_has_its_base() -> None:
    article = read_article(text=SENTENCES[0], date="2026-03-12")
    (new,) = (
        c for c in read_trained(article, 0.3) if c.normalised.get("value") == 2_900_000
    )
    assert new.normalised["base"] == 3_200_000


def test_two_targets_side_by_side_keep_their_chances() -> None:
    text = "Kia plans to sell 3 million cars in 2026 and 4 million cars in 2030."
    told = read_trained(read_article(text=text, date="2026-03-12"), 0.05)
    assert not [c for c in told if "base" in c.normalised]
