"""The application: its site, its addresses, and its guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette

from keiretsu.web.addresses import ROUTES
from keiretsu.web.articles import Articles
from keiretsu.web.guard import HERE, Guard
from keiretsu.web.inbox import Desk
from keiretsu.web.mistakes import HANDLERS
from keiretsu.web.pages.start import ready, warm
from keiretsu.web.site import Site
from keiretsu.web.tokens import Tokens


def create_app(
    folder: Path,
    *,
    hosts: Collection[str] = HERE,
    secret: bytes | None = None,
    watched: Path | None = None,
    desk: Desk | None = None,
    hurried: bool = False,
) -> Guard:
    """Return the application, behind its guard.

    Parameters
    ----------
    folder
        Where pasted articles are kept.
    hosts
        Names by which this machine may be asked.
    secret
        What tokens are signed with; workers of one server share it.
    watched
        The file of what is watched, where it is to be shown.
    desk
        Where decisions on claims are kept; None shows no inbox.
    hurried
        Whether a deal that is new is answered with its sentence first, and the deals of
        the start page are computed before anybody asks.
    """
    site = Site(
        articles=Articles(folder),
        tokens=Tokens() if secret is None else Tokens(secret),
        watched=watched,
        desk=desk,
        hurried=hurried,
    )

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        if hurried:
            ready(site)
            site.answers.behind("warm", lambda: warm(site))
        yield
        site.answers.close()

    app = Starlette(
        routes=ROUTES,
        exception_handlers=HANDLERS,
        lifespan=running,
    )
    app.state.site = site
    return Guard(app, hosts)
