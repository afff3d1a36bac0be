"""A body as it was sent becomes a body as it was meant, within a number of bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from keiretsu.errors import FetchError

ACCEPTED = "gzip, deflate"
_AS_IT_IS = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")
_EITHER = 32 + zlib.MAX_WBITS
"""Bits of zlib's window by which it tells gzip from zlib by itself."""


def unpacked(parts: Iterable[bytes], encoding: str, most: int, place: str) -> bytes:
    """Return a body, unpacked as it arrives; no more than `most` bytes are ever held.

    Raises
    ------
    FetchError
        If it is larger, as sent or unpacked, packed in another way, or broken.
    """
    how = encoding.strip().casefold()
    if how in _AS_IT_IS:
        return _joined(parts, most, place)
    if how not in _PACKED:
        raise FetchError(f"{place} is packed as {how[:40]!r}, which was not asked for")
    try:
        return _inflated(parts, how, most, place)
    except zlib.error as error:
        raise FetchError(f"{place} is not {how}, as it says: {error}") from None


def too_large(place: str, most: int, how: str = "") -> FetchError:
    """Return what is said of a body above its limit."""
    return FetchError(f"{place} is larger than {most / 1e6:g} MB{how}")


def _joined(parts: Iterable[bytes], most: int, place: str) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            raise too_large(place, most)
    return bytes(body)


def _inflated(parts: Iterable[bytes], how: str, most: int, place: str) -> bytes:
    body, sent = bytearray(), 0
    machine = None
    for part in parts:
        sent += len(part)
        if sent > most:
            raise too_large(place, most)
        while part:
            if machine is None or machine.eof:
                machine = _machine(part, how)
            body += machine.decompress(part, most + 1 - len(body))
            if len(body) > most:
                raise too_large(place, most, ", unpacked")
            part = machine.unused_data if machine.eof else machine.unconsumed_tail
    if machine is not None and not machine.eof:
        raise FetchError(f"{place} broke off", may_pass=True)
    return bytes(body)


def _machine(first: bytes, how: str) -> zlib._Decompress:
    """Deflate is sent with zlib's head, as RFC 9110 wants, or without."""
    bare = how == "deflate" and first[0] & 0x0F != 8
    return zlib.decompressobj(-zlib.MAX_WBITS if bare else _EITHER)
