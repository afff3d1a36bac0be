"""Frames, references and the ends of names: worked by hand in six languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.news.articles.language import READ
from keiretsu.news.reader.boundaries import mended
from keiretsu.news.reader.document import Document, make_document
from keiretsu.news.reader.frames import Votes, frames_of, votes
from keiretsu.news.reader.names import NameFound
from keiretsu.news.reader.tagged import trimmed
from keiretsu.news.reader.trained import shipped


def document(text: str, language: str) -> Document:
    return make_document(text, [(0, len(text))], language, None, shipped().tagger)


def voted(text: str, language: str, part: str) -> dict[float, set[str]]:
    """Return by percentage who gets votes for a part."""
    read = document(text, language)
    found: dict[float, set[str]] = {}
    for (anchor, entity), given_ in Votes(read).of_pair.items():
        if any(votes()[v].endswith(f" {part}") for v in given_):
            value = read.nodes[anchor].value
            assert value is not None
            found.setdefault(value, set()).add(read.entities[entity])
    return found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Toyota owns 20% of Subaru."),
        ("en", "Subaru is 20 percent owned by Toyota."),
        ("en", "Toyota, the biggest carmaker, has a 20% stake in Subaru."),
        ("en", "Subaru, in which Toyota holds 20%, was silent."),
        ("de", "Toyota hält 20 Prozent an Subaru."),
        ("de", "An Subaru ist Toyota mit 20 % beteiligt."),
        ("de", "Bei Toyota liegen von Subaru noch 20 Prozent."),
        ("de", "Subaru, an dem Toyota 20 Prozent hält, schwieg."),
        ("fr", "Toyota détient 20 % du capital de Subaru."),
        ("fr", "Subaru est détenu à 20 % par Toyota."),
        ("es", "Toyota posee el 20% de Subaru."),
        ("es", "Subaru está participada al 20% por Toyota."),
        ("ja", "トヨタ自動車はスバルの株式の20%を持っている。"),
        ("ja", "スバルにはトヨタ自動車が20%を出資している。"),
        ("zh", "丰田汽车持有斯巴鲁20%的股份。"),
        ("zh", "斯巴鲁由丰田汽车持股20%。"),
    ],
)
def test_holder_and_held_get_the_votes_for_their_parts(
    language: str, text: str
) -> None:
    assert "toyota" in voted(text, language, "holder")[20]
    assert "subaru" in voted(text, language, "held")[20]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Toyota owns 20% of Subaru."),
        ("en", "Toyota will raise its stake in Subaru to 20%."),
        ("en", "Subaru, a unit of Toyota, which holds 20%, was silent."),
        ("en", "Subaru is 20%-owned by Toyota."),
        ("de", "Toyota hält 20 Prozent an Subaru."),
        ("de", "Subaru gehört zu 20 Prozent Toyota."),
        ("de", "Subaru ist eine Tochter von Toyota, die 20 Prozent der Anteile hält."),
        ("de", "An Subaru hält Toyota 20 Prozent."),
        ("fr", "Toyota détient 20 % de Subaru."),
        ("fr", "Subaru, filiale à 20 % de Toyota, se tait."),
        ("fr", "Subaru est détenu à 20 % par Toyota."),
        ("es", "Toyota posee el 20% de Subaru."),
        (
            "es",
            "Subaru, controlada en parte por Toyota, que posee cerca del 20%, calla.",
        ),
        ("es", "Subaru está participada al 20% por Toyota."),
        ("ja", "トヨタはスバル株の20%を持つ。"),
        ("ja", "スバルの20%をトヨタが持つ。"),
        ("zh", "丰田汽车持有斯巴鲁20%的股份。"),
        ("zh", "斯巴鲁由丰田汽车持股20%。"),
    ],
)
def test_what_is_said_plainly_names_both_and_never_the_other_way(
    language: str, text: str
) -> None:
    read = document(text, language)
    plain = {
        (votes()[v], read.entities[entity])
        for (_, entity), given_ in Votes(read).of_pair.items()
        for v in given_
        if votes()[v].startswith("plain ")
    }
    assert plain == {("plain holder", "toyota"), ("plain held", "subaru")}


def test_each_figure_of_a_list_has_its_own_holder() -> None:
    found = voted("Shareholders: Toyota 20%, Suzuki 5%.", "en", "holder")
    assert "toyota" in found[20]
    assert "suzuki" in found[5]


@pytest.mark.parametrize("language", READ)
def test_every_language_has_frames_of_every_kind(language: str) -> None:
    for kind in ("stake", "figure", "role", "deal", "product"):
        assert len(frames_of(language, kind)) >= 3


@pytest.mark.parametrize(
    ("language", "text", "words", "meant"),
    [
        ("en", "Toyota cut costs. The carmaker owns 20%.", "The carmaker", "toyota"),
        ("de", "BMW baut Autos. Der Konzern spart.", "Der Konzern", "bmw"),
        ("fr", "Renault a vendu des parts. Le groupe se tait.", "Le groupe", "renault"),
        ("es", "Renault vende más. La empresa crece.", "La empresa", "renault"),
        ("ja", "スズキは増産する。同社は新工場も建てる。", "同社", "suzuki"),
        ("zh", "比亚迪销量增长。该公司将建厂。", "该公司", "byd"),
    ],
)
def test_words_that_refer_back_mean_the_subject_before(
    language: str, text: str, words: str, meant: str
) -> None:
    read = document(text, language)
    found = {
        text[n.start : n.end]: read.entities[n.entity]
        for n in read.nodes
        if n.sort == "reference" and n.entity is not None
    }
    assert found == {words: meant}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Honda and Nissan met. The two agreed to share a plant.", "The two"),
        ("en", "Honda met Nissan. Both companies were silent.", "Both companies"),
        ("de", "Honda traf Nissan. Beide halten die Hälfte.", "Beide"),
        ("fr", "Honda a vu Nissan. Les deux groupes se taisent.", "Les deux groupes"),
        ("es", "Honda y Nissan hablaron. Ambas empresas callan.", "Ambas empresas"),
        ("ja", "ホンダと日産は協議した。両社は黙る。", "両社"),
        ("zh", "本田和日产谈判。两家公司未作回应。", "两家公司"),
    ],
)
def test_words_for_two_mean_the_two_before(
    language: str, text: str, words: str
) -> None:
    read = document(text, language)
    found = {
        (text[n.start : n.end], read.entities[n.entity])
        for n in read.nodes
        if n.sort == "reference" and n.entity is not None
    }
    assert found == {(words, "honda"), (words, "nissan")}
    assert not [n for n in read.nodes if n.sort == "count"]


@pytest.mark.parametrize(
    "text", ["Toyota grew. Both companies sold more.", "Honda sold both models."]
)
def test_words_for_two_mean_nobody_where_two_are_not_named(text: str) -> None:
    assert not [n for n in document(text, "en").nodes if n.sort == "reference"]


@pytest.mark.parametrize(
    ("language", "text", "name", "sort", "whole"),
    [
        ("en", "CEO Lee Seok-hee said", "Lee Seok-", "person", "Lee Seok-hee"),
        ("zh", "马智欣周五说", "马智欣周", "person", "马智欣"),
        ("zh", "常瑞表示，", "常瑞表", "person", "常瑞"),
        ("zh", "任杰在内部信中写道", "任杰在", "person", "任杰"),
        ("zh", "吴珍接受了采访", "吴珍接", "person", "吴珍"),
        ("zh", "片山正则表示", "片山正则", "person", "片山正则"),
        ("zh", "李书福说", "李书福", "person", "李书福"),
        ("zh", "副总裁邹良军转任顾问", "邹良军转任", "person", "邹良军"),
        ("zh", "冯砚亭辞去董事长", "冯砚亭辞去", "person", "冯砚亭"),
        ("zh", "总裁王斌则看好", "王斌则", "person", "王斌"),
        ("zh", "李在明会见", "李在明", "person", "李在明"),
        ("zh", "费利佩·拉莫斯说", "费利佩·", "person", "费利佩·拉莫斯"),
        ("zh", "拿走了北汽股份", "北汽股", "party", "北汽股份"),
        ("ja", "JICキャピタルは", "ャピタル", "party", "キャピタル"),
        (
            "en",
            "Lotus Cars\n\nLotus sold",
            "Lotus Cars\n\nLotus",
            "party",
            "Lotus Cars",
        ),
    ],
)
def test_a_name_ends_where_it_ends(
    language: str, text: str, name: str, sort: str, whole: str
) -> None:
    start = text.index(name)
    one = NameFound(start=start, end=start + len(name), sort=sort)
    (found,) = mended([one], text, language)
    assert text[found.start : found.end] == whole


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "スズキ株式会社は当社の決算を発表した。社長交代は7年ぶり。"),
        ("zh", "丰田汽车公告称，本公司将增资。公司董事长表示满意。"),
        ("fr", "Renault monte. La société achète un tiers de Forvia."),
    ],
)
def test_words_that_stand_for_a_firm_are_no_name(language: str, text: str) -> None:
    read = document(text, language)
    words = {read.text[n.start : n.end] for n in read.nodes if n.sort != "reference"}
    assert words.isdisjoint(
        {"当社", "本公司", "公司", "La société", "交代", "社長交代"}
    )


def test_two_firms_in_one_word_are_a_third() -> None:
    text = "华域麦格纳生产"
    both = [
        NameFound(start=0, end=2, sort="party", id="hasco"),
        NameFound(start=2, end=5, sort="party", id="magna"),
    ]
    (found,) = mended(both, text, "zh")
    assert text[found.start : found.end] == "华域麦格纳"
    assert found.id is None


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.sampled_from(READ))
def test_no_text_stops_the_frames(text: str, language: str) -> None:
    read = document(f"Toyota 20% {text} Subaru", language)
    for (anchor, entity), given_ in Votes(read).of_pair.items():
        assert read.nodes[anchor].sort in {"percent", "count", "money", "title"} or (
            read.nodes[anchor].sort in {"sentence", "model", "party", "other"}
        )
        assert 0 <= entity < len(read.entities)
        assert all(0 <= v < len(votes()) for v in given_)


@pytest.mark.parametrize(
    ("language", "words", "sort", "whole"),
    [
        ("de", "Robotikunternehmen Neura Robotics", "other", "Neura Robotics"),
        ("de", "Metzinger Zulieferer Elring", "party", "Elring"),
        ("de", "Arno Antlitz Anfang Juni", "person", "Arno Antlitz"),
        ("de", "Peter Carlsson tritt", "person", "Peter Carlsson"),
        ("fr", "Henri de Castries", "person", "Henri de Castries"),
        ("de", "Javier Iriarte über Wasserstoff", "person", "Javier Iriarte"),
        ("es", "Luca de Meo", "person", "Luca de Meo"),
        ("en", "American Allan Swan", "person", "Allan Swan"),
        ("en", "American Honda", "party", "American Honda"),
    ],
)
def test_what_is_none_of_a_name_is_left_out(
    language: str, words: str, sort: str, whole: str
) -> None:
    found = trimmed(NameFound(start=0, end=len(words), sort=sort), words, language)
    assert words[found.start : found.end] == whole
