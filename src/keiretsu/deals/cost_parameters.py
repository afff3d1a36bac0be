"""What sharing may save and how long cars take, as ranges with who says so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from keiretsu.deals.assumption_files import read_range
from keiretsu.deals.assumptions import Range
from keiretsu.files import toml

_FILE = "cost_parameters.toml"


@cache
def cost_parameters() -> Mapping[str, Range]:
    """Return the bundled ranges by name: `platform_saving`, `cell_learning`, ...

    Examples
    --------
    >>> cost_parameters()["platform_saving"].value
    0.01
    """
    text = (files("keiretsu.deals") / "data" / _FILE).read_text("utf-8")
    table = toml(text, _FILE, "correct it")
    return {name: read_range(row, _FILE, name) for name, row in table.items()}
