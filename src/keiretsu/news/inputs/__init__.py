"""What may be read: files, folders, feeds, mails, addresses, one at a time."""

from keiretsu.news.inputs.document import Document, Unreadable, article_in
from keiretsu.news.inputs.documents import documents_in

__all__ = ["Document", "Unreadable", "article_in", "documents_in"]
