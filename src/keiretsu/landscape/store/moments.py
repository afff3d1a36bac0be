"""When something was written or believed: moments in UTC, as text in order of time."""

from __future__ import annotations

import datetime as dt

from keiretsu.errors import DataError, StoreError
from keiretsu.units import day


def now() -> dt.datetime:
    """Return this moment."""
    return dt.datetime.now(dt.UTC)


def moment(believed: str | dt.date | None) -> str | None:
    """Return the last moment of a day in UTC, or a moment itself, as a store writes it.

    Raises
    ------
    DataError
        If it is no day, or a moment without a time zone.
    """
    if believed is None:
        return None
    if not isinstance(believed, dt.datetime):
        return f"{day(believed).isoformat()}T23:59:59.999999Z"
    if believed.tzinfo is None:
        raise DataError(
            f"{believed} has no time zone", hint="give a day, or a moment in UTC"
        )
    return stamp(believed)


def stamp(when: dt.datetime) -> str:
    """Return a moment in UTC as text that sorts by time.

    >>> stamp(dt.datetime(2025, 5, 19, 8, tzinfo=dt.timezone.utc))
    '2025-05-19T08:00:00.000000Z'
    """
    utc = when.astimezone(dt.UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def is_stamp(text: object) -> bool:
    """Whether a text is a moment as a store writes it.

    >>> is_stamp("2025-05-19T08:00:00.000000Z"), is_stamp("soon")
    (True, False)
    """
    try:
        return isinstance(text, str) and stamp(dt.datetime.fromisoformat(text)) == text
    except (ValueError, OverflowError):
        return False


def following(last: str | None, now: dt.datetime) -> str:
    """Return this moment, or the next after the last one written if the clock lags.

    >>> early = dt.datetime(2025, 5, 19, tzinfo=dt.UTC)
    >>> following("2025-05-19T08:00:00.000000Z", early)
    '2025-05-19T08:00:00.000001Z'
    """
    if last is None or last < stamp(now):
        return stamp(now)
    try:
        return stamp(dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1))
    except (ValueError, OverflowError):
        raise StoreError(
            f"the store was changed from outside: an entry is of {last[:40]!r}",
            hint="ask what is wrong and how to mend it: keiretsu doctor",
        ) from None
