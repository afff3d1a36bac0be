"""The table of a workbook (.xlsx), read with suspicion: no macro, no formula is run."""

from keiretsu.market.workbook.sheet import sheet_rows

__all__ = ["sheet_rows"]
