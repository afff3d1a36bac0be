"""Tokens without which nothing is written: signed by this server, and short-lived."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field

LASTS = 3 * 3600
"""Seconds for which a token holds."""


@dataclass(frozen=True)
class Tokens:
    """Makes and checks tokens.

    Parameters
    ----------
    secret
        What they are signed with; the workers of one server share it.
    """

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def new(self) -> str:
        """Return a token for one form."""
        stated = f"{int(time.time())}.{secrets.token_urlsafe(9)}"
        return f"{stated}.{self._sign(stated)}"

    def holds(self, token: str) -> bool:
        """Say whether a token is ours and not too old."""
        stated, _, sign = token.rpartition(".")
        made = stated.partition(".")[0]
        if not made.isdecimal() or not hmac.compare_digest(
            sign.encode(), self._sign(stated).encode()
        ):
            return False
        return 0 <= time.time() - int(made) <= LASTS

    def _sign(self, stated: str) -> str:
        return hmac.new(self.secret, stated.encode(), hashlib.sha256).hexdigest()
