"""The nouns of an industry: what is sold, who makes it, and how it is counted.

A data set names its own, so that a report on breweries speaks of beer and hectolitres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True)
class Words:
    """The nouns of one industry.

    Attributes
    ----------
    product, products
        One thing that is sold, and several: `car`, `cars`; `beer`, `beers`.
    maker, makers
        Who makes them: `carmaker`, `brewery`.
    unit, units
        One unit of quantity, and several: `car`, `cars`; `hectolitre`, `hectolitres`.
    """

    product: str = "product"
    products: str = "products"
    maker: str = "maker"
    makers: str = "makers"
    unit: str = "unit"
    units: str = "units"

    @classmethod
    def from_dict(cls, said: Mapping[str, Any], place: str) -> Words:
        """Return the nouns that a table of a TOML file gives.

        Raises
        ------
        DataError
            If there is no such noun, or one is no text.
        """
        known = [field.name for field in fields(cls)]
        for name, noun in said.items():
            if name not in known:
                raise DataError(
                    f"{place}: there is no word {name!r}",
                    hint=f"the words are: {', '.join(known)}",
                )
            if not isinstance(noun, str) or not noun.strip():
                raise DataError(
                    f"{place}, {name}: {noun!r} is no word", hint=f'{name} = "beer"'
                )
        return cls(**said)


CARS = Words(
    product="car",
    products="cars",
    maker="carmaker",
    makers="carmakers",
    unit="car",
    units="cars",
)
"""The nouns of the bundled data set."""

_DRIVES = {
    "BEV": "battery-electric",
    "EREV": "range-extended electric",
    "FCEV": "fuel-cell",
    "HEV": "hybrid",
    "ICE": "combustion",
    "ICE_diesel": "diesel",
    "ICE_petrol": "petrol",
    "MHEV": "mild hybrid",
    "PHEV": "plug-in hybrid",
}


def drive(code: str) -> str:
    """Return what drives a car, in words; an unknown code as it is.

    >>> drive("ICE_petrol"), drive("HEV+PHEV")
    ('petrol', 'hybrid and plug-in hybrid')
    """
    return " and ".join(_DRIVES.get(one, one) for one in code.split("+"))


_SEGMENTS = {
    "A": "mini car",
    "B": "small car",
    "C": "medium car",
    "D": "large car",
    "E": "executive car",
    "F": "luxury car",
    "J-B": "small SUV",
    "J-C": "medium SUV",
    "J-D": "large SUV",
    "J-E": "executive SUV",
    "M": "people carrier",
    "registered": "car above kei size",
    "S": "sports car",
    "V": "van",
}
"""Letters of European segments, an SUV with that of the car it is as large as; and what
Japan calls registered, beside its kei cars."""


def segment(code: str) -> str:
    """Return a segment in words; one that is in words already as it is.

    >>> segment("J-C"), segment("registered"), segment("midsize pickup")
    ('medium SUV', 'car above kei size', 'midsize pickup')
    """
    return _SEGMENTS.get(code, code)
