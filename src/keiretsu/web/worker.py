"""One worker of a server: the application, as the server described it."""

from __future__ import annotations

import os
from pathlib import Path

from keiretsu.web.app import create_app
from keiretsu.web.guard import Guard
from keiretsu.web.inbox import Desk
from keiretsu.web.serve import DESK, FOLDER, HOSTS, SECRET, WATCHED


def worker() -> Guard:
    """Return the application, from what the server left in the environment."""
    return create_app(
        Path(os.environ[FOLDER]),
        hosts=os.environ[HOSTS].split(),
        secret=bytes.fromhex(os.environ[SECRET]),
        watched=Path(named) if (named := os.environ[WATCHED]) else None,
        desk=Desk.of_text(os.environ[DESK]),
        hurried=True,
    )
