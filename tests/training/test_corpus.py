"""The annotated articles, how claims are compared, and the figures of the reader."""

import json
from pathlib import Path
from typing import Any

import pytest
from training.news.__main__ import FIGURES, read_aside
from training.news.alignment import interval
from training.news.baseline import read_plainly
from training.news.calibration import logistic
from training.news.card import ASIDE, tables
from training.news.coreference import cases, coreference
from training.news.corpus import STYLES, articles
from training.news.figures import Read, levels_of, table
from training.news.losses import counted, lost
from training.news.scoring import key_agrees, paired, rates, strict_agrees
from training.news.writing import written

from keiretsu.bundled_names import bundled_register
from keiretsu.news.reader.document import make_document
from keiretsu.news.reader.trained import shipped

ROOT = Path(__file__).parents[2]
EVERY = articles() + articles(aside=True)


def claim(**fields: Any) -> dict[str, Any]:
    """Return a stake of Toyota in Mazda, with some fields changed."""
    said = {"holder": "toyota", "held": "mazda", "percent": 5.1, "stake_kind": "equity"}
    return {
        "kind": "stake",
        "normalised": said | fields,
        "span": [0, 9],
        "modality": "fact",
        "polarity": "+",
        "attribution": [],
    }


def test_every_quote_is_in_its_article() -> None:
    wrong = [
        (a.id, c["quote"])
        for a in EVERY
        for c in a.claims
        if a.text[slice(*c["span"])] != c["quote"]
    ]
    assert wrong == []


def test_articles_are_there_once_and_in_six_languages() -> None:
    assert len({a.id for a in EVERY}) == len({a.text for a in EVERY}) == len(EVERY)
    assert {a.language for a in EVERY} == {"en", "de", "fr", "es", "ja", "zh"}


def test_what_is_set_aside_is_not_learnt_from() -> None:
    learnt = {a.id for a in articles()}
    assert learnt.isdisjoint(a.id for a in articles(aside=True))


def test_other_spellings_agree_and_swapped_parties_do_not() -> None:
    assert key_agrees(claim(), claim(holder="Toyota Motor", held="マツダ"))
    assert key_agrees(claim(), claim(percent=5.13))
    assert not key_agrees(claim(), claim(holder="mazda", held="toyota"))
    assert not key_agrees(claim(), claim(percent=5.2))


def test_strict_wants_what_key_leaves_open() -> None:
    assert strict_agrees(claim(), claim())
    assert not strict_agrees(claim(), claim(stake_kind="voting"))
    assert not strict_agrees(claim(), {**claim(), "modality": "plan"})


def test_one_claim_matches_once() -> None:
    assert paired([claim()], [claim(), claim()]) in ([(0, 0)], [(0, 1)])
    assert rates(1, 2, 4) == pytest.approx((0.5, 0.25, 1 / 3))


def test_periods_are_compared_by_their_days() -> None:
    assert interval("FY2024") == interval("2024-04/2025-03")
    assert interval("2025-H1") == ("2025-01-01", "2025-06-31")


def test_a_curve_finds_the_odds_that_made_it() -> None:
    import numpy as np

    chance = np.random.default_rng(1)
    rows = np.column_stack([np.ones(4000), chance.normal(size=4000)])
    truth = 1 / (1 + np.exp(-(0.5 + 1.5 * rows[:, 1])))
    found = logistic(rows, (chance.random(4000) < truth).astype(float))
    assert found == pytest.approx([0.5, 1.5], abs=0.15)


def test_the_docs_show_the_shipped_figures() -> None:
    page = (ROOT / "docs" / "news.md").read_text(encoding="utf-8")
    assert tables(json.loads(FIGURES.read_text(encoding="utf-8"))) in page


def test_the_shipped_weights_give_the_shipped_figures() -> None:
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    aside = list(zip(articles(aside=True), read_aside(), strict=True))
    for style in STYLES:
        known = figures[f"{style}, {ASIDE}"]
        found = table([r for a, r in aside if a.style == style], shipped().levels)
        assert found["claims"] == known["claims"]
        for level, rates_then in known["levels"].items():
            near = pytest.approx(rates_then, abs=0.01, rel=0.02)
            assert found["levels"][level] == near


def test_words_that_refer_back_are_given_to_whom_they_mean() -> None:
    found = coreference(shipped().tagger)
    assert found == json.loads(FIGURES.read_text(encoding="utf-8"))["references"]
    every = {k: sum(f[k] for f in found.values()) for k in ("cases", "right")}
    assert every["cases"] == len(cases()) > 60
    assert every["right"] / every["cases"] > 0.6
    known = set(bundled_register().entries)
    assert {one for case in cases() for one in case.meant} <= known


def test_a_level_is_where_precision_is_as_wanted_and_else_nothing_is_claimed() -> None:
    gold = [claim(percent=float(p)) for p in range(1, 41)]
    right = [claim(percent=float(p)) | {"probability": 0.7} for p in range(1, 21)]
    wrong = [claim(percent=p + 0.5) | {"probability": 0.5} for p in range(1, 21)]
    assert levels_of([Read("en", gold, right + wrong)]) == {"stake": 0.52}
    assert levels_of([Read("en", gold, wrong)]) == {"stake": 1.0}
    # Nine claims are no proof, however right they are.
    assert levels_of([Read("en", gold, right[:9])]) == {"stake": 1.0}


def test_kinds_tell_each_other_where_precision_is_as_wanted() -> None:
    gold = [claim(percent=float(p)) for p in range(1, 41)]
    roles = [
        claim(percent=None, person=f"p{n}", company="nissan", title="ceo")
        | {"kind": "role"}
        for n in range(20)
    ]
    right = [claim(percent=float(p)) | {"probability": 0.7} for p in range(1, 41)]
    sure = [r | {"probability": 0.7} for r in roles[:16]]
    wrong = [
        claim(person="nobody", company=f"c{n}", title="ceo")
        | {"kind": "role", "probability": 0.7}
        for n in range(4)
    ]
    # 16 of 20 are 0.8; with the 0.9 of both kinds for 20 claims they are 34 of 40.
    assert levels_of([Read("en", gold + roles, right + sure + wrong)])["role"] == 1.0
    # 16 of 19: 0.84 and 0.92, (16 + 18.4) of 39 is 0.88.
    found = levels_of([Read("en", gold + roles, right + sure + wrong[:3])])
    assert found == {"stake": 0.3, "role": 0.3}


def test_what_is_lost_is_lost_at_its_first_stage() -> None:
    weights = shipped()
    text = "Toyota owns 20% of Subaru."
    document = make_document(text, [(0, len(text))], "en", None, weights.tagger)
    gold = [
        claim(held="subaru", percent=20.0),
        claim(held="nobody_named", percent=20.0),
        claim(held="subaru", percent=21.0),
        claim(holder="subaru", held="toyota", percent=20.0),
    ]
    said = [claim(held="subaru", percent=20.0) | {"probability": 0.4}]
    early = ["name not written", "figure or title", "no draft"]
    assert list(lost(document, gold, said, {"stake": 0.5})) == ["too unsure", *early]
    assert list(lost(document, gold, said, {"stake": 0.4})) == ["claimed", *early]
    found = counted(("stake", stage) for stage in early)
    assert sum(found["stake"].values()) == 3


def test_plain_articles_say_what_they_claim() -> None:
    found = list(written(60))
    assert len({a.text for a in found}) == 60
    assert {a.language for a in found} == {"en", "de", "fr", "es", "ja", "zh"}
    for article in found:
        assert "{" not in article.text
        for one in article.claims:
            start, end = one["span"]
            assert one["quote"] in article.text
            assert 0 <= start < end <= len(article.text)
    assert [a.text for a in found] == [a.text for a in written(60)]


def test_regular_expressions_find_a_plain_stake_and_no_denial() -> None:
    from dataclasses import replace

    plain = replace(EVERY[0], text="Toyota owns 20% of Subaru.", language="en")
    (one,) = read_plainly(plain)
    assert one["normalised"] == {
        "holder": "toyota",
        "held": "subaru",
        "percent": 20,
        "stake_kind": "equity",
    }
    assert read_plainly(replace(plain, text="Toyota makes cars.")) == []
