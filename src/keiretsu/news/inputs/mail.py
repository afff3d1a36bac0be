"""An e-mail (.eml): its words, subject, sender and date. RFC 5322, 2045-2047."""

from __future__ import annotations

import email
import email.errors
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from keiretsu.errors import DataError
from keiretsu.news.articles.decoding import decode
from keiretsu.news.articles.html_page import is_page
from keiretsu.news.inputs.paragraphs import rewrapped, words_of

MOST_PARTS = 500
"""Parts of a mail that are looked at."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What was found in a mail; None where it does not say."""

    text: str
    subject: str | None
    sender: str | None
    date: str | None


def read_mail(data: bytes, place: str) -> Mail:
    """Return a mail: its plain text, else its HTML; what is attached is left out.

    Raises
    ------
    DataError
        If it holds no text.
    """
    try:
        message = email.message_from_bytes(data)
        parts = _parts(message)
    except (RecursionError, ValueError, email.errors.MessageError) as error:
        raise DataError(
            f"{place} is no mail that can be read: {type(error).__name__}"
        ) from None
    for kind in ("text/plain", "text/html"):
        for part in parts:
            text = _text(part, place) if part.get_content_type() == kind else ""
            if text:
                sender = parseaddr(_header(message, "From") or "")
                return Mail(
                    text=text,
                    subject=_header(message, "Subject"),
                    sender=sender[0] or sender[1] or None,
                    date=_header(message, "Date"),
                )
    raise DataError(f"{place} is a mail without text", hint="save its text")


def _parts(message: Message) -> list[Message]:
    found: list[Message] = []
    for part in message.walk():
        is_attached = part.get_content_disposition() == "attachment"
        if not part.is_multipart() and not is_attached:
            found.append(part)
        if len(found) >= MOST_PARTS:
            break
    return found


def _text(part: Message, place: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    charset = part.get_content_charset()
    text = decode(data, place, charset).text
    if part.get_content_type() != "text/html":
        return rewrapped(text)
    return text if is_page(text) else words_of(text)


def _header(message: Message, name: str) -> str | None:
    raw = message.get(name)
    if raw is None:
        return None
    try:
        said = str(make_header(decode_header(str(raw))))
    except (ValueError, LookupError, email.errors.MessageError):
        said = str(raw)
    return " ".join(said.split()) or None
