"""What a model says → a claim, where the text bears it out.

Its words must stand in the article letter by letter, its names too; its figures must be
those that our own reading of figures finds in the words. Else there is no claim. Dates
that the words do not give, and values that no field can have, are left out.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError
from keiretsu.news.articles.article import Article
from keiretsu.news.claims.claim import MODALITIES, Claim, fields_by_kind
from keiretsu.news.llm.forms import FilledClaim, Value
from keiretsu.news.reader.days import find_days
from keiretsu.news.reader.figures import find_figures
from keiretsu.news.text.mentions import slug

_NAMES = {
    *("holder", "held", "company", "maker", "developed_with", "built_by", "newco"),
    *("battery_supplier", "jv", "target", "person", "speaker", "regulator"),
}
_FIGURES = {
    *("percent", "percent_min", "from_percent", "value", "change_pct", "amount"),
    *("shares", "base", "rate_percent", "range_km", "battery_kwh", "price"),
    "price_min",
}
_DATES = {"as_of", "date", "deadline", "period", "launch"}
_WORDS = {"model", "plan", "platform", "text"}
_PLAIN = re.compile(r"[\w %/.&+-]{1,40}")
_SAME = 1e-6
_FEWEST = 4
"""Letters of words that can carry a claim."""
_NEEDED = {
    "stake": ("holder", "held"),
    "deal": ("parties",),
    "plan_target": ("company", "metric"),
    "sales": ("company", "metric"),
    "product": ("maker",),
    "role": ("person", "title"),
    "quote": ("speaker", "text"),
    "legal": ("concern",),
}


class Refused(Exception):
    """What a model said and the text does not bear out."""


class Checker:
    """Checks what is said of one article.

    Parameters
    ----------
    article
        The article.
    """

    def __init__(self, article: Article) -> None:
        self._article = article
        self._language = article.language or "en"
        self._today = article.date.first if article.date else None

    def span(self, quote: str) -> tuple[int, int]:
        """Return where words stand in the article.

        Raises
        ------
        Refused
            If they do not, or stand outside of its body.
        """
        words = quote.split()
        if sum(map(len, words)) < _FEWEST:
            raise Refused("its words are none")
        form = re.compile(r"\s+".join(map(re.escape, words)))
        for match in form.finditer(self._article.text):
            start, end = match.span()
            if any(a < end and start < b for a, b in self._article.body):
                return start, end
        raise Refused("its words do not stand in the text")

    def claim(self, kind: str, span: tuple[int, int], said: FilledClaim) -> Claim:
        """Return a claim.

        Raises
        ------
        Refused
            If the text does not bear it out.
        """
        fields = fields_by_kind().get(kind)
        if fields is None:
            raise Refused(f"{kind!r} is no kind of claim")
        quote = self._article.text[slice(*span)]
        found = {
            name: value
            for name, told in said.fields.items()
            if name in fields
            and (value := self._value(name, told, fields[name], quote)) is not None
        }
        missing = [name for name in _NEEDED[kind] if name not in found]
        if missing or (kind == "deal" and len(found["parties"]) < 2):
            raise Refused(f"it does not say {' and '.join(missing) or 'with whom'}")
        if kind == "stake" and found["holder"] == found["held"]:
            raise Refused("a company would hold itself")
        modality = said.modality if said.modality in MODALITIES else "fact"
        try:
            return Claim(
                id=self._article.id,
                article=self._article.id,
                kind=kind,
                quote=quote,
                span=span,
                attribution=tuple(self._source(one) for one in said.says),
                modality=modality,
                polarity="-" if said.negated else "+",
                normalised=found,
            )
        except DataError as error:
            raise Refused(str(error.args[0])) from None

    def _value(self, name: str, told: Value, allowed: list[str], quote: str) -> Any:
        """Return a checked value; None where the field is left out."""
        if told is None or told == "" or told == []:
            return None
        if allowed:
            return told if told in allowed else None
        if name == "parties":
            names = told if isinstance(told, list) else [str(told)]
            return tuple(sorted({self._name(one) for one in names}))
        if name == "powertrain":
            kept = [str(t) for t in (told if isinstance(told, list) else [told])]
            return tuple(one for one in kept if _PLAIN.fullmatch(one)) or None
        if isinstance(told, list):
            return None
        if name in _FIGURES:
            return self._figure(name, told, quote)
        text = str(told).strip()
        if name in _NAMES:
            return self._name(text)
        if name in _DATES:
            return text if text in self._days(quote) else None
        if name in _WORDS:
            if text not in self._article.text:
                raise Refused(f"{name} {text[:40]!r} does not stand in the text")
            return text
        return text if _PLAIN.fullmatch(text) else None

    def _figure(self, name: str, told: str | float, quote: str) -> float:
        try:
            value = float(told)
        except ValueError:
            raise Refused(f"{name} {str(told)[:40]!r} is no figure") from None
        figures = find_figures(quote, self._language)
        known = [f.value for f in figures]
        known += [f.least for f in figures if f.least is not None]
        for one in known:
            if abs(abs(value) - abs(one)) <= _SAME * max(1.0, abs(one)):
                return value
        raise Refused(f"{name} {value:g} is no figure of its words")

    def _days(self, quote: str) -> set[str]:
        found = find_days(quote, self._language, self._today)
        return {iso for _, _, iso in found if iso}

    def _name(self, name: str) -> str:
        """Return the identifier of a name that stands in the article."""
        text = name.strip()
        word = re.escape(text.casefold())
        form = rf"(?<!\w){word}(?!\w)" if text.isascii() else word
        if not text or re.search(form, self._folded) is None:
            raise Refused(f"the name {text[:40]!r} does not stand in the text")
        return bundled_register().find(text) or slug(text)

    def _source(self, name: str) -> str:
        return "anon" if name.strip().casefold() == "anon" else self._name(name)

    @cached_property
    def _folded(self) -> str:
        return self._article.text.casefold()
