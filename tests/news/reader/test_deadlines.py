"""By when a target is meant, in sentences that stand alone."""

import pytest
from tests.news.alone import alone


@pytest.mark.parametrize(
    ("sentence", "deadline"),
    [
        ("Nissan will cut 20,000 jobs by 2027.", "2027"),
        ("Volkswagen will bis 2030 rund 35.000 Stellen abbauen.", "2030"),
        ("Ford schließt sein Werk in Saarlouis bis Ende 2025.", "2025"),
        ("Nissan supprimera 20 000 postes d'ici à 2027.", "2027"),
        ("Nissan suprimirá 20.000 empleos hasta 2027.", "2027"),
        ("Ford recortará 3.000 empleos para 2027.", "2027"),
        ("日産は2027年度までに2万人を削減する。", "2027-04/2028-03"),
        ("日产将在2027年前裁员2万人。", "2027"),
        ("Toyota will cut 9,000 jobs, as it said in 2024.", None),
        ("Opel baut 3.000 Stellen ab, wie seit 2024 bekannt ist.", None),
    ],
)
def test_a_sentence_that_says_by_has_a_deadline(
    sentence: str, deadline: str | None
) -> None:
    target = alone(sentence, "plan_target", 0.3)[0]
    assert target.normalised.get("deadline") == deadline
