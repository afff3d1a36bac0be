"""A language model beside the readers of `news read`, where the user names one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keiretsu.cli.output import say
from keiretsu.errors import KeiretsuError

if TYPE_CHECKING:
    from keiretsu.news.inputs.reading import ReadArticle
    from keiretsu.news.llm.asking import Asker

OFF = "off"
"""What is named where no model is to be asked, whatever the environment says."""


class Beside:
    """Reads articles with a model too; where it fails, our readers stand."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._refused = 0

    def read(self, one: ReadArticle) -> ReadArticle:
        """Return an article with the claims of our readers and of the model."""
        from keiretsu.news.llm.reading import read_with

        try:
            told = read_with(one.article, one.claims, self._asker)
        except KeiretsuError as error:
            say(f"error: {error}")
            say(f"note: {one.article.id}: the claims are those of our own readers")
            return one
        self._refused += len(told.refused)
        return replace(one, claims=told.claims)

    def tell(self) -> None:
        """Say what was spent, and how many answers the texts do not bear out."""
        say(f"note: {self._asker.called.strip()}: {self._asker.spent.words}")
        if self._refused:
            say(
                f"note: {self._refused} of its answers were dropped: the texts do not "
                "bear them out"
            )


def beside(model: str | None, url: str | None) -> Beside | None:
    """Return what reads with the model that is named; None where none is."""
    if model == OFF:
        return None
    from keiretsu.news.llm.asking import Asker, endpoint
    from keiretsu.news.llm.cache import chosen_cache

    where = endpoint(model, url)
    return None if where is None else Beside(Asker.of(where, chosen_cache()))
