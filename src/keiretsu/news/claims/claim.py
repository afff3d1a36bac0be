"""A claim: one proposition that an article makes or passes on.

It holds the words that carry it and their place, the chain of those who say so from the
origin to the last relay, how firmly it stands, and what it says in fields whose names
and values are fixed for each kind. A field that is absent was not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from keiretsu.errors import DataError
from keiretsu.news.claims.wording import in_words
from keiretsu.news.text.placeholders import pattern_file

Span = tuple[int, int]

LEVELS = frozenset({"holds", "raises", "reduces"})
"""Actions of a stake whose figure is what is held in the end, not what is traded."""
MODALITIES = ("counterfactual", "denied", "hedged", "plan", "reported", "fact")
"""How firmly something is said; of several the first applies, the fact last."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One proposition of one article.

    Attributes
    ----------
    id
        Identifier within all articles: `seed-c04`.
    article
        Identifier of the article.
    kind
        `stake`, `deal`, `plan_target`, `sales`, `product`, `role`, `quote` or `legal`.
    quote, span
        The words that carry it, exactly, and their place in the article's text by
        Unicode code points.
    attribution
        Who says so, from the origin to the last relay; empty for the article itself.
    modality
        One of `MODALITIES`.
    polarity
        `-` if the text says that it is not so, else `+`.
    normalised
        What it says, by field; percent as 5.1, counts in full, dates as stated.
    alt_spans
        Other places that say the same.
    unresolved
        Fields that the text leaves open, such as a name lost from the page.
    probability
        How probable it is that this was read rightly; None where nobody reckoned it.
    readings
        Where the text was read in several ways, the fields in which they differ, the
        likelier first; `normalised` then has only what they share. Nobody takes one
        before it is chosen; see `choose`.
    why
        What made it probable, a line for each part; empty where nobody reckoned it.
    """

    id: str
    article: str
    kind: str
    quote: str
    span: Span
    attribution: tuple[str, ...] = ()
    modality: str = "fact"
    polarity: str = "+"
    normalised: Mapping[str, Any]
    alt_spans: tuple[Span, ...] = ()
    unresolved: tuple[str, ...] = ()
    probability: float | None = None
    readings: tuple[Mapping[str, Any], ...] = ()
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fields = fields_by_kind()
        if self.kind not in fields:
            raise DataError(
                f"claim {self.id!r} is of kind {self.kind!r}",
                hint=f"use one of: {', '.join(fields)}",
            )
        readings = tuple(MappingProxyType(_said(one)) for one in self.readings)
        object.__setattr__(self, "readings", readings)
        wrong = set(self.normalised).union(*readings) - set(fields[self.kind])
        if wrong:
            raise DataError(
                f"claim {self.id!r} of kind {self.kind!r} has a field "
                f"{sorted(wrong)[0]!r}",
                hint=f"use: {', '.join(fields[self.kind])}",
            )
        if self.modality not in MODALITIES or self.polarity not in {"+", "-"}:
            raise DataError(
                f"claim {self.id!r} has modality {self.modality!r} and polarity "
                f"{self.polarity!r}",
                hint=f"modality is one of: {', '.join(MODALITIES)}; polarity + or -",
            )
        for said in (self.normalised, *readings):
            self._see_values(fields[self.kind], said)
        object.__setattr__(self, "normalised", MappingProxyType(_said(self.normalised)))
        self._see_readings()

    def _see_values(
        self, fields: Mapping[str, list[str]], said: Mapping[str, Any]
    ) -> None:
        for field, allowed in fields.items():
            value = said.get(field)
            if allowed and value is not None and value not in allowed:
                raise DataError(
                    f"claim {self.id!r} has {field} {value!r}",
                    hint=f"use one of: {', '.join(allowed)}",
                )

    def _see_readings(self) -> None:
        told = [_reading_key(one) for one in self.readings]
        if self.readings and len(set(told)) < max(len(told), 2):
            raise DataError(
                f"claim {self.id!r} has {len(told)} readings that do not differ",
                hint="give two that do, or none",
            )
        twice = set(self.normalised).intersection(*[set().union(*self.readings)])
        if twice:
            raise DataError(
                f"claim {self.id!r} says {sorted(twice)[0]!r} and has readings of it",
                hint="normalised holds what all readings share",
            )

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this claim from others of its kind."""
        said = self.normalised
        if self.readings:
            told = sorted(map(_reading_key, self.readings), key=repr)
            return (self.kind, tuple(sorted(said.items(), key=repr)), *told)
        if self.kind in {"stake", "product"} and said.get(_TELLING[self.kind]) is None:
            place: object = (
                (*said.items(), self.span) if self.kind == "product" else None
            )
            return (self.kind, *(said.get(f) for f in _KEYS[self.kind]), place)
        return (self.kind, *(_frozen(said.get(f)) for f in _KEYS[self.kind]))

    @property
    def sentence(self) -> str:
        """The claim in plain words, for a report; every reading of it."""
        if self.readings:
            return ", or ".join(one.sentence for one in self.choices)
        return in_words(self.kind, self.normalised, self.modality, self.polarity)

    @property
    def choices(self) -> tuple[Claim, ...]:
        """The claim as each reading has it; itself where there is one only."""
        if not self.readings:
            return (self,)
        return tuple(
            replace(self, normalised=dict(self.normalised) | dict(one), readings=())
            for one in self.readings
        )

    def choose(self, number: int) -> Claim:
        """Return the claim as one of its readings has it, counted from 1.

        Raises
        ------
        DataError
            If there is no such reading.
        """
        if not 1 <= number <= len(self.choices):
            raise DataError(
                f"claim {self.id!r} has no reading {number}",
                hint=f"choose from 1 to {len(self.choices)}",
            )
        return self.choices[number - 1]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, ready for one line of JSON."""
        plain: dict[str, Any] = {
            "id": self.id,
            "article": self.article,
            "kind": self.kind,
            "quote": self.quote,
            "span": list(self.span),
            "attribution": list(self.attribution),
            "modality": self.modality,
            "polarity": self.polarity,
            "normalised": _plain(self.normalised),
        }
        if self.alt_spans:
            plain["alt_spans"] = [list(span) for span in self.alt_spans]
        if self.unresolved:
            plain["unresolved"] = list(self.unresolved)
        if self.probability is not None:
            plain["probability"] = self.probability
        if self.readings:
            plain["readings"] = [_plain(one) for one in self.readings]
        if self.why:
            plain["why"] = list(self.why)
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Claim:
        """Read plain data as `to_dict` gives it.

        Raises
        ------
        DataError
            If a field is missing or has no value that it could have.
        """
        try:
            return cls(
                id=str(data["id"]),
                article=str(data["article"]),
                kind=str(data["kind"]),
                quote=str(data["quote"]),
                span=_span(data["span"]),
                attribution=tuple(data.get("attribution", ())),
                modality=str(data.get("modality", "fact")),
                polarity=str(data.get("polarity", "+")),
                normalised=_fields_of(data["normalised"]),
                alt_spans=tuple(map(_span, data.get("alt_spans", ()))),
                unresolved=tuple(data.get("unresolved", ())),
                probability=data.get("probability"),
                readings=tuple(map(_fields_of, data.get("readings", ()))),
                why=tuple(map(str, data.get("why", ()))),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(
                f"this is no claim: {type(error).__name__} {error}",
                hint="a claim has id, article, kind, quote, span and normalised",
            ) from None

    def __repr__(self) -> str:
        return f"<Claim {self.id} ({self.modality}): {self.sentence}>"


_KEYS = {
    "stake": ("holder", "held", "percent", "action"),
    "deal": ("parties", "status", "deal_type", "jv"),
    "plan_target": ("company", "metric", "value", "market"),
    "sales": ("company", "metric", "value", "change_pct", "period", "market", "model"),
    "product": ("model", "maker"),
    "role": ("person", "company", "title"),
    "quote": ("speaker", "text"),
    "legal": ("concern", "parties", "outcome"),
}
_TELLING = {"stake": "percent", "product": "model"}


def one_of_two(first: Claim, second: Claim) -> Claim:
    """Return two claims of one kind as one with two readings, the first's words kept.

    Its probability is that one of the two is right; they exclude each other.

    Raises
    ------
    DataError
        If they are of two kinds, or say the same.
    """
    if first.kind != second.kind:
        raise DataError(
            f"a {first.kind} and a {second.kind} are no two readings of one claim",
            hint="give two claims of one kind",
        )
    one, two = first.normalised, second.normalised
    shared = {k: v for k, v in one.items() if two.get(k) == v}
    known = [c.probability for c in (first, second) if c.probability is not None]
    return replace(
        first,
        normalised=shared,
        readings=tuple(
            {k: v for k, v in said.items() if k not in shared} for said in (one, two)
        ),
        unresolved=tuple(f for f in first.unresolved if f not in {*one, *two}),
        probability=min(1.0, round(sum(known), 3)) if known else None,
    )


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in fields.items() if v is not None}


def _reading_key(fields: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(sorted(((k, _frozen(v)) for k, v in fields.items()), key=repr))


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in fields.items()}


def _fields_of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _span(value: Any) -> Span:
    start, end = value
    return int(start), int(end)


def fields_by_kind() -> dict[str, dict[str, list[str]]]:
    """Return the fields of every kind of claim, each with the values that it may have.

    An empty list means any value.
    """
    fields: dict[str, dict[str, list[str]]] = pattern_file("fields.toml")
    return fields
