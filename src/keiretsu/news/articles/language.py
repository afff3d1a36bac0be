"""Which language a text is in: by its script, its smallest words, or its letters.

An article has small words enough to tell. A headline or a sentence often has none: then
the sequences of its letters decide, as `py3langid` has learnt them, whose model is only
loaded there, and of the shortest the words of the trade.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from keiretsu.news.text.scripts import HAN, HANGUL, KANA

READ = ("en", "de", "fr", "es", "ja", "zh")
"""Languages in which claims are read."""
SPOKEN = {
    **{"en": "English", "de": "German", "fr": "French", "es": "Spanish"},
    **{"ja": "Japanese", "zh": "Chinese", "ko": "Korean", "it": "Italian"},
    **{"pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "da": "Danish"},
    **{"no": "Norwegian", "fi": "Finnish", "pl": "Polish", "cs": "Czech"},
    **{"hu": "Hungarian", "ro": "Romanian", "tr": "Turkish", "ru": "Russian"},
    **{"uk": "Ukrainian", "id": "Indonesian", "vi": "Vietnamese"},
}
"""Languages that a text may be told to be in, by their code."""
EASTERN = frozenset({"ja", "zh"})
"""Those that write no spaces between words."""

_SMALL = {
    "en": "the of and to in that is was for with said its from by an has will would on"
    " at as are be it were not but they which their about after had have this",
    "de": "der die das und ist nicht mit von den dem ein eine zu auf für sich im wird"
    " bei beim noch hat haben hält sind des einen einem einer aus nach als auch um über"
    " bis dass er wie nur seine ihre wurde werden sagte prozent vom zum zur aber"
    " übernimmt kauft verkauft beteiligt anteil anteile",
    "fr": "le la les des et est une dans que pour qui sur au par du avec ce pas plus de"
    " en un a il elle son sa ses ne se aux été sont ont cette mais selon chez dont",
    "es": "el los las y es que una para con por del se su como más pero al fue de en un"
    " la no lo ha sus según sobre entre desde también a",
    "it": "il gli che di è una per con della del nel sono si più anche ha alla un a",
    "pt": "o os as que não uma para com por da do em no na mais se ao foi é de um a",
    "nl": "de het een van en is niet met voor op dat zijn te aan ook door bij wordt",
}
_TRADE = {
    "en": "buys buy sells sell sold stake stakes sales merger talks plans cuts deal"
    " recalls supplies carmaker automaker profit plant plants jobs cars"
    " vehicles shares rise rises fall falls drops joins quits takes owns holds"
    " raises lifts closes shuts builds unveils launches names hires fires"
    " overtakes venture alliance unit longer",
    "de": "an kauft verkauft motoren stellen werk werke autos fahrzeuge absatz"
    " gewinn baut ruft liefert schließt streicht steigt sinkt überholt plant"
    " zusammen autobauer konzern aktien übernahme vorstand chef produziert"
    " stellt trennt hält",
    "fr": "achète rachète vend cède prend ferme supprime rappelle licencie usine"
    " usines emplois postes voitures véhicules ventes filiale constructeur"
    " accord fusionne lance nomme quitte dépasse recule augmente vendu détient",
    "es": "vende venden compra compran cierra recorta despide planta plantas"
    " fábrica empleos coches vehículos ventas filial acuerdo fusiona lanza"
    " nombra deja supera cae suben vendió vendieron venderá posee",
}
_WORDS = {code: frozenset(words.split()) for code, words in _SMALL.items()}
_KANA = re.compile(f"[{KANA}]")
_HAN = re.compile(f"[{HAN}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ENOUGH = 4
"""Small words of one language, and twice as many as of the next, that decide."""
_PROBABLE = 0.5
_MOST = 20_000
"""Characters whose letters are looked at."""


def is_east_asian(text: str, above: float = 0.3) -> bool:
    """Whether more than a share of the letters are Chinese, Japanese or Korean."""
    east = sum(len(p.findall(text)) for p in (_KANA, _HAN, _HANGUL))
    letters = east + len(_LATIN.findall(text))
    return letters > 0 and east / letters > above


def language_of(text: str) -> str | None:
    """Return an ISO 639-1 code, or None where the text does not tell.

    >>> language_of("Nissan said on Monday that the talks with Honda were over")
    'en'
    >>> language_of("トヨタがスズキに出資した")
    'ja'
    """
    if is_east_asian(text):
        kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
        if len(_HANGUL.findall(text)) > kana + han:
            return "ko"
        return "ja" if kana > 0.1 * (kana + han) else "zh"
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    score = {code: sum(words[w] for w in small) for code, small in _WORDS.items()}
    second, first = sorted(score.values())[-2:]
    if first >= _ENOUGH and first > 2 * second:
        return _alone(score)
    told = _by_letters(text[:_MOST]) if words else None
    return told or _alone(
        {c: n + _hits(words, _TRADE.get(c, "")) for c, n in score.items()}
    )


def _hits(words: Counter[str], known: str) -> int:
    return sum(words[word] for word in known.split())


def _alone(score: dict[str, int]) -> str | None:
    """Return the language with the most words, None where two have as many."""
    second, first = sorted(score.values())[-2:]
    return max(score, key=lambda code: score[code]) if first > second else None


def _by_letters(text: str) -> str | None:
    code, probability = _identifier().classify(text)
    return code if probability >= _PROBABLE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made.set_languages([code for code in SPOKEN if code not in {"ja", "zh", "ko"}])
    return made
