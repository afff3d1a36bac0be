"""What the tagger sees of a word, named by hand."""

from zlib import crc32

from keiretsu.news.reader.names import NameFound
from keiretsu.news.reader.word_features import BUCKETS, features
from keiretsu.news.text.tokens import tokenise


def seen(text: str, word: int, language: str, known: list[NameFound]) -> set[int]:
    return set(features(text, tokenise(text), known, language).of(word).tolist())


def buckets(*names: str) -> set[int]:
    return {crc32(name.encode()) % BUCKETS for name in names}


def test_a_word_is_seen_with_its_neighbours_by_place() -> None:
    title = NameFound(start=0, end=8, sort="title")
    own = seen("Chairman Ola Berg sold", 1, "en", [title])
    assert buckets("bias", "gen", "w0=ola", "w-1=chairman", "w1=berg", "w2=sold") <= own
    assert buckets("w-2=-", "s-1=Xx", "s2=x", "o-1=B-title", "o0=-", "o1=-") <= own
    assert buckets("s-0=XxXx", "before=-", "after=1", "between=-1Xx") <= own
    assert not buckets("w2=berg", "w3=sold", "b0=olaberg") & own


def test_an_eastern_word_is_seen_three_signs_far_and_with_its_neighbours() -> None:
    own = seen("日産の株を", 3, "ja", [])
    assert buckets("gE", "w-3=日", "w0=株", "w3=-", "b-1=の株", "t=の株を") <= own
    assert not buckets("w3=日", "low=FalseFalseH") & own
