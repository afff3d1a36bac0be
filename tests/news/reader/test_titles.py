"""What a job title is called in a claim, whichever language it stands in."""

import pytest

from keiretsu.news.reader.document import make_document
from keiretsu.news.reader.drafts import Draft
from keiretsu.news.reader.naming import is_no_role
from keiretsu.news.reader.phrasing import normalised
from keiretsu.news.reader.trained import shipped


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("Anna Berg, chief executive of Nissan", "en", "ceo"),
        ("Anna Berg, deputy chief executive of Nissan", "en", "deputy_ceo"),
        ("Anna Berg, executive chairman of Nissan", "en", "executive_chairman"),
        ("Anna Berg, head of strategy at Nissan", "en", "head_of_strategy"),
        ("Anna Berg, managing director of Nissan", "en", "managing_director"),
        ("Renault-Chef Karl Berg", "de", "ceo"),
        ("Betriebsratschefin Anna Berg", "de", "works_council_chair"),
        ("Vertriebsvorstand Karl Berg", "de", "sales_chief"),
        ("el vicepresidente de Seat", "es", "vice_president"),
        ("le directeur du site, Yves Kern", "fr", "plant_manager"),
        ("日産の田中健一社長", "ja", "president"),
        ("日野の田中健一専務", "ja", "senior_managing_director"),
        ("小鹏副总裁王建国", "zh", "vice_president"),
        ("和泰總經理王建國", "zh", "general_manager"),
    ],
)
def test_a_title_is_called_the_same_in_every_language(
    text: str, language: str, title: str
) -> None:
    document = make_document(text, [(0, len(text))], language, None, shipped().tagger)
    (anchor,) = [i for i, n in enumerate(document.nodes) if n.sort == "title"]
    said = normalised(document, Draft("role", anchor, "current"))
    assert said["title"] == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wirtschaftsminister Karl Berg besuchte Opel in Eisenach.", "de"),
        ("Le maire de Cholet, Yves Kern, accueille Michelin.", "fr"),
        ("EU antitrust chief Anna Berg praised Bosch.", "en"),
        ("El alcalde de Martorell, Pedro Roca, visitó Seat.", "es"),
        ("市長の田中健一は日産の工場を訪れた。", "ja"),
        ("商务部长王建国访问比亚迪。", "zh"),
    ],
)
def test_who_governs_has_no_role_in_a_company(text: str, language: str) -> None:
    document = make_document(text, [(0, len(text))], language, None, shipped().tagger)
    titles = [n for n in document.nodes if n.sort == "title"]
    assert titles
    assert all(is_no_role(document, n) for n in titles)
