"""Whom a name was taken for that several companies on record begin with."""

from __future__ import annotations

from keiretsu.landscape.day import Day
from keiretsu.units import joined


def taken_for(text: str, day: Day) -> str | None:
    """Say whom a loose spelling was taken for, or None where nobody else is so called.

    Mitsubishi is taken for the carmaker; a trading house bears the name too.
    """
    others = day.register.namesakes(text, day.companies)
    if not others:
        return None
    meant = day.label(day.resolve(text).id)
    return f"{text} is taken for {meant}, not {joined(others, 'or')}"
