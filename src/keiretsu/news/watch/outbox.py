"""Webhooks: every article with a claim is sent to each, until it is taken.

What is to be sent is kept in the transaction that keeps the claims, and is marked as
sent once the other side has answered with 2xx. A process that ends between the answer
and the mark sends a message a second time, with the same `webhook-id`: by it the other
side knows it again. Nothing is lost; whoever keeps the ids has nothing twice.

References
----------
Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from keiretsu.errors import DataError, FetchError, UnknownName
from keiretsu.news.fetching.posting import post
from keiretsu.news.fetching.targets import NO_ADDRESS, is_address, refusal, target
from keiretsu.news.watch.backoff import pause_before
from keiretsu.news.watch.store import WatchStore, told

SECRET = "KEIRETSU_WEBHOOK_SECRET"
"""The environment variable with the secret that messages are signed with."""
MOST_TRIES = 16
"""Times that a message is sent before it is given up: over five days."""
_GONE = 410
_OF_ARTICLE = (
    *("title", "author", "publisher", "url", "date", "day", "read", "watched"),
    "problem",
)
Post = Callable[..., int]


@dataclass(frozen=True, kw_only=True)
class Hook:
    """One address that articles are sent to, and how many were."""

    id: int
    url: str
    private: bool
    problem: str | None
    waiting: int
    sent: int
    failed: int


@dataclass
class Sent:
    """What a pass has sent."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


def add_hook(
    store: WatchStore, url: str, *, private: bool, now: str, since: str | None = None
) -> bool:
    """Send what is read from now on to an address; False where that is so already.

    Parameters
    ----------
    store
        What is watched.
    url
        The address, of http or https.
    private
        Whether it may be on one's own network.
    now
        The moment.
    since
        A day from which on what was read before is sent too.

    Raises
    ------
    FetchError
        If it is no address, or one of one's own network that was not allowed.
    """
    asked = target(url)
    goal, why = asked.url, refusal(asked.host)
    if not private and why is not None and why != NO_ADDRESS:
        raise FetchError(
            f"{goal}: the host is {why}",
            hint="to send to your own network give --allow-private",
        )
    with store.step() as c:
        done = c.execute(
            "insert into hooks (url, private, added) values (?, ?, ?)"
            " on conflict (url) do update set ended = null, problem = null,"
            " private = excluded.private where ended is not null",
            (goal, private, now),
        )
        if done.rowcount == 0:
            return False
        if since is not None:
            c.execute(
                "insert or ignore into deliveries (hook, article, state)"
                " select h.id, a.id, 'waiting' from hooks h, articles a"
                " where h.url = ? and a.state = 'read' and a.day >= ?"
                " and exists (select 1 from claims where article = a.id)",
                (goal, since),
            )
    return True


def end_hook(store: WatchStore, url: str, *, now: str) -> None:
    """Send nothing more to an address.

    Raises
    ------
    UnknownName
        If nothing is sent to it.
    """
    goal = target(url).url
    known = [one.url for one in hooks(store)]
    if goal not in known:
        raise UnknownName("webhook", goal, known)
    _end(store, goal, None, now)


def hooks(store: WatchStore) -> tuple[Hook, ...]:
    """Return the addresses that articles are sent to."""
    counted = ", ".join(
        f"(select count(*) from deliveries where hook = h.id and state = '{state}')"
        f" as {state}"
        for state in ("waiting", "sent", "failed")
    )
    with told(store.file):
        rows = store.connection.execute(
            f"select id, url, private, problem, {counted} from hooks h"
            " where ended is null order by id"
        ).fetchall()
    return tuple(Hook(**dict(row) | {"private": bool(row["private"])}) for row in rows)


def send_due(
    store: WatchStore,
    say: Callable[[str], None],
    *,
    send: Post = post,
    clock: Callable[[], float] = time.time,
) -> Sent:
    """Send every message that is due, once.

    Parameters
    ----------
    store
        What is watched.
    say
        Told what could not be sent.
    send
        How a message is sent.
    clock
        The time.
    """
    done, began = Sent(), clock()
    refused: set[int] = set()
    while True:
        due = _next(store, began, refused)
        if due is None:
            break
        try:
            _deliver(store, due, send)
            done.sent += 1
        except FetchError as error:
            say(f"error: webhook: {error}")
            done.failed += _not_sent(store, due, error, clock())
            refused.add(due["hook"])  # one that does not answer is asked once a pass
    done.waiting = sum(hook.waiting for hook in hooks(store))
    return done


def message(row: dict[str, Any], hook: int) -> tuple[str, bytes]:
    """Return the name of a message, which stays the same, and its words.

    The name tells no path of the machine that sends it.
    """
    known = uuid.uuid5(uuid.NAMESPACE_URL, f"{hook} {row['key']}")
    name = f"msg_{known.hex}"
    article = {k: row[k] for k in _OF_ARTICLE}
    if not is_address(row["watched"]):
        article["watched"] = None
    said = {
        "id": name,
        "type": "article.read",
        "article": article,
        "claims": row["claims"],
    }
    return name, json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def signature(secret: str, name: str, moment: int, body: bytes) -> str:
    """Return what proves that a message is ours, by Standard Webhooks.

    >>> signature("whsec_c2VjcmV0", "msg_1", 1, b"{}")[:10]
    'v1,kW+83cj'
    """
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        raise DataError(
            f"{SECRET} is no secret in base64", hint="write whsec_ and base64"
        ) from None
    signed = f"{name}.{moment}.".encode() + body
    made = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def _next(store: WatchStore, by: float, not_to: set[int]) -> dict[str, Any] | None:
    marks = ", ".join("?" * len(not_to))
    with told(store.file):
        row = store.connection.execute(
            "select d.hook, d.article, d.tries, h.url, h.private from deliveries d"
            " join hooks h on h.id = d.hook where d.state = 'waiting'"
            f" and h.ended is null and d.next <= ? and d.hook not in ({marks})"
            " order by d.article, d.hook limit 1",
            (by, *not_to),
        ).fetchone()
    return None if row is None else dict(row)


def _deliver(store: WatchStore, due: dict[str, Any], send: Post) -> None:
    name, body = message(store.article(due["article"]), due["hook"])
    moment = int(time.time())
    headers = {"webhook-id": name, "webhook-timestamp": str(moment)}
    if secret := os.environ.get(SECRET):
        headers["webhook-signature"] = signature(secret, name, moment, body)
    send(due["url"], body, headers=headers, allow_private=bool(due["private"]))
    _mark(store, due, "sent", None, 0.0)
    with store.step() as c:
        c.execute("update hooks set problem = null where id = ?", (due["hook"],))


def _not_sent(
    store: WatchStore, due: dict[str, Any], error: FetchError, now: float
) -> bool:
    """Put a message off; True where it was given up."""
    problem = str(error.args[0])
    with store.step() as c:
        c.execute("update hooks set problem = ? where id = ?", (problem, due["hook"]))
    if error.status == _GONE:
        _end(store, due["url"], problem, time.strftime("%Y-%m-%dT%H:%M:%S+00:00"))
        return True
    if due["tries"] + 1 >= MOST_TRIES:
        _mark(store, due, "failed", problem, 0.0)
        return True
    _mark(store, due, "waiting", problem, now + pause_before(due["tries"], error.wait))
    return False


def _mark(
    store: WatchStore, due: dict[str, Any], state: str, problem: str | None, then: float
) -> None:
    with store.step() as c:
        c.execute(
            "update deliveries set state = ?, problem = ?, next = ?, tries = tries + 1"
            " where hook = ? and article = ? and state = 'waiting'",
            (state, problem, then, due["hook"], due["article"]),
        )


def _end(store: WatchStore, url: str, problem: str | None, now: str) -> None:
    with store.step() as c:
        c.execute(
            "update hooks set ended = ?, problem = ? where url = ? and ended is null",
            (now, problem, url),
        )
        c.execute(
            "delete from deliveries where state = 'waiting' and hook in"
            " (select id from hooks where url = ?)",
            (url,),
        )
