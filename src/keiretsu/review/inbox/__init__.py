"""The inbox: claims that wait for a person, and what was decided on them.

It stands here because it reads claims and writes facts, and neither room may know the
other. It asks nothing and prints nothing: a terminal, a file of decisions and a page
are skins of `Inbox`.
"""

from keiretsu.review.inbox.answers import Answer, apply, read_answers
from keiretsu.review.inbox.entry import Entry
from keiretsu.review.inbox.inbox import Inbox
from keiretsu.review.inbox.journal import Decision, Journal, open_journal

__all__ = [
    "Answer",
    "Decision",
    "Entry",
    "Inbox",
    "Journal",
    "apply",
    "open_journal",
    "read_answers",
]
