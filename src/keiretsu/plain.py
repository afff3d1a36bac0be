"""How any record of ours becomes JSON: one rule for all rooms.

Records turn into dicts, arrays and tuples into lists, dates into text as stated. A
number that is not finite becomes None, since JSON has no word for it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from keiretsu.units import PartialDate


def to_json(value: Any) -> Any:
    """Return a value as JSON knows it.

    >>> to_json({"on": PartialDate("2025-02"), "shares": (0.2, float("nan"))})
    {'on': '2025-02', 'shares': [0.2, None]}
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, PartialDate):
        return value.text
    if hasattr(value, "to_dict"):
        return to_json(value.to_dict())
    if is_dataclass(value):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if hasattr(value, "tolist"):
        return to_json(value.tolist())
    return str(value)


def short_hash(value: Any, digits: int = 12) -> str:
    """Return a short hash of plain data, by which a run names its inputs.

    >>> short_hash({"on": "2025-02"})
    '070dee95fc58'
    """
    return hashlib.sha256(repr(value).encode()).hexdigest()[:digits]
