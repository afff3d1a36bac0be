"""A document: one article that is still to be read, and what is known of it by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from keiretsu.errors import DataError, KeiretsuError
from keiretsu.files import read_bytes
from keiretsu.news.articles.article import Article, read_article
from keiretsu.news.articles.decoding import decode
from keiretsu.news.articles.files import check_text
from keiretsu.news.articles.publication_date import read_date
from keiretsu.news.fetching.limits import MOST_BYTES
from keiretsu.news.inputs.mail import read_mail
from keiretsu.news.inputs.pdf import read_pdf

Kind = Literal["page", "pdf", "mail"]


@dataclass(frozen=True, kw_only=True)
class Document:
    """One article that is still to be read.

    Attributes
    ----------
    place
        Where it is, for a person: a path, an address, a line of a file.
    id
        What its claims are called by.
    path, data, text
        One of the three: the file, its bytes, or its words.
    kind
        How the bytes are read.
    charset
        Their encoding, as a server said.
    title, date, publisher, url
        What is known of it; it goes before what the document says of itself.
    """

    place: str
    id: str
    path: Path | None = None
    data: bytes | None = None
    text: str | None = None
    kind: Kind = "page"
    charset: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """What cannot be read at all, and why."""

    place: str
    error: KeiretsuError


def kind_of(data: bytes, name: str, said: str = "") -> Kind:
    """Return how bytes are read: by their first ones, else their name or type.

    >>> kind_of(b"%PDF-1.7", "a"), kind_of(b"From: a", "a.eml"), kind_of(b"a", "a.txt")
    ('pdf', 'mail', 'page')
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    is_mail = name.casefold().endswith(".eml") or said == "message/rfc822"
    return "mail" if is_mail else "page"


def article_in(
    document: Document, *, date: str | None = None, publisher: str | None = None
) -> Article:
    """Read a document.

    Parameters
    ----------
    document
        What is to be read.
    date, publisher
        What the caller knows; it goes before everything else.

    Raises
    ------
    KeiretsuError
        If it holds no article; the message says where.
    """
    if document.path is not None and document.kind == "page":
        article = read_article(document.path, date=date, publisher=publisher)
        return replace(article, id=document.id)
    known, remarks = _in_words(document)
    stated = known.date if known.date and read_date(known.date) else None
    if known.date and stated is None:
        remarks = (*remarks, f"its date {known.date[:40]!r} cannot be read")
    try:
        article = read_article(
            text=known.text,
            id=known.id,
            title=known.title,
            date=date or stated,
            publisher=publisher or known.publisher,
            url=known.url,
        )
    except DataError as error:
        raise _at(document, error) from None
    return replace(article, source=document.place, remarks=(*remarks, *article.remarks))


def _in_words(document: Document) -> tuple[Document, tuple[str, ...]]:
    """Return a document whose text is known, and what was unclear in reading it."""
    if document.text is not None:
        return document, ()
    data, place = document.data, document.place
    if data is None:
        assert document.path is not None, "a document has a path, data or text"
        data = read_bytes(document.path, MOST_BYTES)
    if document.kind == "pdf":
        pages = read_pdf(data, place)
        found = replace(document, text=pages.text, title=document.title or pages.title)
        return found, tuple(filter(None, [pages.remark]))
    if document.kind == "mail":
        mail = read_mail(data, place)
        return replace(
            document,
            text=mail.text,
            title=document.title or mail.subject,
            date=document.date or mail.date,
            publisher=document.publisher or mail.sender,
        ), ()
    text, remark = decode(data, place, document.charset)
    text = check_text(text, place)
    return replace(document, text=text), tuple(filter(None, [remark]))


def _at(document: Document, error: DataError) -> DataError:
    """Return an error that says where, as the text itself does not know."""
    said = str(error.args[0])
    said = said.removeprefix("the text ") if said.startswith("the text ") else said
    return DataError(f"{document.place} {said}", hint=error.hint)
