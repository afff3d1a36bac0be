"""What stands in quotation marks, and in rows, of six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news.articles.boilerplate import body_of
from keiretsu.news.reader.splitting import quotations


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("»Nein, nie«, sagte er, »das ist so«.", ["Nein, nie", "das ist so"]),
        ("« C'est faux », un « piège majeur »", ["C'est faux", "piège majeur"]),
        ("„frei erfunden“, „Quatsch“", ["frei erfunden"]),
        ('called it "complete nonsense", a "hub"', ["complete nonsense"]),
        ("回应“不会卖”，称“一切照旧”", ["不会卖", "一切照旧"]),
        ("「早すぎる」と「ほぼない」、「アリア」", ["早すぎる", "ほぼない"]),
    ],
)
def test_short_and_turned_quotations(text: str, said: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text, [(0, len(text))])] == said


@given(st.text(alphabet="«»“”„‘’「」『』\"' abcé中の.\n", max_size=60))
def test_quotations_stay_apart(text: str) -> None:
    last = 0
    for a, b in quotations(text, [(0, len(text))]):
        assert last <= a < b <= len(text)
        last = b


@pytest.mark.parametrize(
    "row",
    [
        "| MG | 15.204 | +31,7 % |",
        "|日産|461,203|(▲4.8)|",
        "- 日産　2万3,409台",
        "ET-SS|FWD|539",
    ],
)
def test_a_row_with_a_short_name_is_of_the_article(row: str) -> None:
    text = f"Der Absatz stieg im Mai.\n{row}\nDie Zahlen nennt das Amt."
    assert (text.index(row), text.index(row) + len(row)) in body_of(text)


@pytest.mark.parametrize("line", ["12:30", "* * *", "- 12 -", "|---|---|", "A 5"])
def test_a_line_that_names_nothing_is_none_of_it(line: str) -> None:
    text = f"Der Absatz stieg im Mai.\n{line}\nDie Zahlen nennt das Amt."
    assert line not in [text[a:b] for a, b in body_of(text)]
