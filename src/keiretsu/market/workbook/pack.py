"""The parts of a workbook: unpacked within a limit, parsed without entities.

A workbook is a zip file of XML. What it unpacks to is counted and never believed; a
part that declares a document type, by which entities could grow, is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from keiretsu.errors import DataError

LARGEST_WORKBOOK = 400_000_000
"""Bytes that the parts that are read may unpack to, together."""
MOST_PARTS = 5_000
"""Parts above which a workbook is refused."""
SAVE_AS = "save the table as CSV in UTF-8"
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
    *(NotImplementedError, ValueError, OSError),
)


class Pack:
    """The parts of a workbook.

    Parameters
    ----------
    data
        The file.
    name
        What it is called in errors.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self._left = name, LARGEST_WORKBOOK
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.parts = frozenset(self._zip.namelist())
        except _BROKEN:
            raise DataError(f"{name} is a broken zip file", hint=SAVE_AS) from None
        if "xl/workbook.xml" not in self.parts:
            raise DataError(f"{name} is a zip file, not a workbook", hint=SAVE_AS)
        if len(self.parts) > MOST_PARTS:
            raise DataError(
                f"{name} has {len(self.parts)} parts; {MOST_PARTS} is the most",
                hint="keep one sheet",
            )
        if any(part.lower().endswith("vbaproject.bin") for part in self.parts):
            raise DataError(
                f"{name} holds macros", hint="save it as .xlsx, which has none"
            )

    def tree(self, part: str) -> Any:
        """Return a small part as a tree, None where it is not there."""
        from lxml import etree

        if part not in self.parts:
            return None
        try:
            root = etree.fromstring(self._read(part), etree.XMLParser(**_SAFE))
        except etree.XMLSyntaxError:
            raise self._broken(part) from None
        self._see_no_entities(root)
        return root

    def elements(self, part: str, tag: str) -> Iterator[Any]:
        """Yield the elements of a name of a long part, each freed after its use."""
        from lxml import etree

        if part not in self.parts:
            return
        seen = False
        try:
            with self._zip.open(part) as opened:
                held = _Counted(opened, self)
                for _, node in etree.iterparse(held, tag=f"{{*}}{tag}", **_SAFE):
                    if not seen:
                        self._see_no_entities(node)
                        seen = True
                    yield node
                    node.clear()
                    while node.getprevious() is not None:
                        del node.getparent()[0]
        except (etree.XMLSyntaxError, *_BROKEN):
            raise self._broken(part) from None

    def _read(self, part: str) -> bytes:
        try:
            with self._zip.open(part) as opened:
                data = opened.read(self._left + 1)
        except _BROKEN:
            raise self._broken(part) from None
        self.count(len(data))
        return data

    def count(self, unpacked: int) -> None:
        """Count bytes that were unpacked, and refuse too many."""
        self._left -= unpacked
        if self._left < 0:
            raise DataError(
                f"{self.name} unpacks to more than {LARGEST_WORKBOOK // 10**6} MB",
                hint=f"keep one sheet, or {SAVE_AS}",
            )

    def _see_no_entities(self, node: Any) -> None:
        if node.getroottree().docinfo.doctype:
            raise DataError(
                f"{self.name} declares a document type, which no workbook does",
                hint=SAVE_AS,
            )

    def _broken(self, part: str) -> DataError:
        return DataError(f"{self.name} is broken: {part[:80]}", hint=SAVE_AS)


class _Counted:
    """A part that is unpacked as it is read."""

    def __init__(self, opened: IO[bytes], pack: Pack) -> None:
        self._opened, self._pack = opened, pack

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._opened.read(size)
        self._pack.count(len(data))
        return data
