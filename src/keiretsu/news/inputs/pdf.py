"""The text of a PDF, lines joined into paragraphs; needs the extra `pdf`."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

from keiretsu.errors import DataError
from keiretsu.news.inputs.paragraphs import rewrapped

MOST_PAGES = 200
MOST_TEXT = 300_000
"""Characters of a PDF that are kept."""
_HINT = "save its text and give that"


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What was found in a PDF."""

    text: str
    title: str | None
    remark: str | None


def read_pdf(data: bytes, place: str) -> Pages:
    """Return the text of a PDF.

    Raises
    ------
    DataError
        If pypdf is not there, or it is locked, broken, or holds no text.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        raise DataError(
            f"{place} is a PDF, which needs pypdf",
            hint="install keiretsu with the extra pdf",
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DataError(f"{place} is locked by a password", hint=_HINT)
        count = len(reader.pages)
        kept, read = "", 0
        while read < min(count, MOST_PAGES) and len(kept) < MOST_TEXT:
            kept += f"{reader.pages[read].extract_text()}\n\n"
            read += 1
        title = reader.metadata.title if reader.metadata else None
    except DataError:
        raise
    except Exception as error:  # a broken file makes pypdf raise whatever it meets
        said = " ".join(str(error).split())[:100] or type(error).__name__
        raise DataError(f"{place} is a broken PDF: {said}", hint=_HINT) from None
    text = rewrapped(kept[:MOST_TEXT])
    if not text:
        raise DataError(f"{place} holds no text: it may be a scan", hint=_HINT)
    cut = f"the first {read} of {count} pages were read" if read < count else None
    return Pages(text=text, title=str(title) if title else None, remark=cut)
