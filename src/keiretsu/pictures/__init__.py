"""How anything is drawn: text widths, layers, sheets, tables, SVG and PNG."""

from keiretsu.pictures.picture import Picture
from keiretsu.pictures.table import Table

__all__ = ["Picture", "Table"]
