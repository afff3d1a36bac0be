"""Serving the pages: one address of this machine, until somebody stops it.

The process that minds several workers loads nothing of what they answer with.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from keiretsu.web.guard import HERE

if TYPE_CHECKING:
    from keiretsu.web.inbox import Desk

PROXIES = ("127.0.0.1", "::1")
"""Where a proxy on this machine asks from."""
FOLDER, SECRET, HOSTS, WATCHED, DESK = (
    "KEIRETSU_WEB_FOLDER",
    "KEIRETSU_WEB_SECRET",
    "KEIRETSU_WEB_HOSTS",
    "KEIRETSU_WEB_WATCHED",
    "KEIRETSU_WEB_INBOX",
)
"""How the workers of one server are told what they share."""


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    names: tuple[str, ...] = (),
    keep: Path | None = None,
    watch: Path | None = None,
    desk: Desk | None = None,
    workers: int = 1,
    proxies: tuple[str, ...] = (),
) -> None:
    """Answer until stopped; requests that run are finished first.

    Parameters
    ----------
    host, port
        Where to listen.
    names
        Names by which this machine may be asked, beside those of itself.
    keep
        Folder that keeps pasted articles; None keeps them until the server stops.
    watch
        The file of what is watched; None shows nothing of it.
    desk
        Where decisions on claims are kept; None shows no inbox.
    workers
        Processes that answer.
    proxies
        Addresses of proxies, beside those of this machine, that are believed when they
        say for whom they ask (X-Forwarded-For).
    """
    with tempfile.TemporaryDirectory(prefix="keiretsu-") as temporary:
        folder = Path(temporary) if keep is None else keep
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[FOLDER] = str(folder)
        os.environ[SECRET] = secrets.token_hex(32)
        os.environ[WATCHED] = "" if watch is None else str(watch)
        os.environ[DESK] = "" if desk is None else desk.to_text()
        os.environ[HOSTS] = " ".join((*HERE, *names))
        uvicorn.run(
            "keiretsu.web.worker:worker",
            factory=True,
            http="keiretsu.web.patience:Patience",
            host=host,
            port=port,
            workers=workers,
            forwarded_allow_ips=[*PROXIES, *proxies],
            log_level="warning",
            server_header=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=10,
            limit_concurrency=500,
            h11_max_incomplete_event_size=16_384,
        )
