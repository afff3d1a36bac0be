"""Which addresses may be fetched: http and https, and hosts of the public internet.

A host's name is looked up once, every address found is checked, and the connection
goes to a checked address and not to the name: a name that means another machine a
moment later (DNS rebinding) leads nowhere. Addresses within addresses (IPv4 in IPv6,
6to4, Teredo, NAT64) are checked too. RFC 1918, 4193, 6890.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from keiretsu.errors import FetchError
from keiretsu.news.fetching.limits import LONGEST_ADDRESS, Deadline

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
PORTS = {"http": 80, "https": 443}
NO_ADDRESS = "no address"
"""What `refusal` says of the name of a host."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HINT = "give an address such as https://example.com/news"
_PRIVATE = "to fetch from your own network give --allow-private"
_SHOWN = 200
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


@dataclass(frozen=True, kw_only=True)
class Target:
    """One address, taken apart: what is asked for, of whom."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: `https://example.com`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == PORTS[self.scheme]
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")


def is_address(text: str) -> bool:
    """Whether a text is an address and no file: it begins with a scheme.

    >>> is_address("https://example.com/a"), is_address("a.html")
    (True, False)
    """
    return _ADDRESS.match(text) is not None


def target(url: str) -> Target:
    """Take an address apart.

    Raises
    ------
    FetchError
        If it is not one of http or https, or names no host.

    Examples
    --------
    >>> target("https://Example.com/a b#c").url
    'https://example.com/a%20b'
    """
    place = repr(_shown(url))
    if len(url) > LONGEST_ADDRESS:
        raise FetchError(f"{place} has {len(url)} characters", hint=_HINT)
    if _ODD.search(url.strip().replace(" ", "")):
        raise FetchError(f"{place} holds a character that no address has", hint=_HINT)
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts), parts.port
    except ValueError:  # what it says may hold a password
        raise FetchError(
            f"{place} is no address: its host or port cannot be read", hint=_HINT
        ) from None
    if parts.scheme not in PORTS:
        raise FetchError(f"{place} is not http or https", hint=_HINT)
    if not host:
        raise FetchError(f"{place} names no host", hint=_HINT)
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            f"the address at {host} holds a name or a password", hint="leave them out"
        )
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    scheme = parts.scheme
    bare = Target(
        url="", scheme=scheme, host=host, port=port or PORTS[scheme], path=path
    )
    return Target(**{**vars(bare), "url": bare.origin + path})


def onward(here: Target, location: str) -> Target:
    """Return where a redirect leads.

    Raises
    ------
    FetchError
        If that is no address that may be fetched.
    """
    try:
        there = urljoin(here.url, location.strip())
    except ValueError as error:
        raise FetchError(f"{here.url} redirects to no address: {error}") from None
    try:
        return target(there)
    except FetchError as error:
        raise FetchError(
            f"{here.url} redirects: {error.args[0]}", hint=error.hint
        ) from None


def checked(
    goal: Target, deadline: Deadline, *, allow_private: bool, resolve: Resolve
) -> list[str]:
    """Return the addresses of a host, every one of which may be connected to.

    Raises
    ------
    FetchError
        If there is none, or one is not of the public internet.
    """
    found = _looked_up(goal, deadline, resolve)
    if not found:
        raise FetchError(f"there is no host {goal.host!r}", may_pass=True)
    for address in found:
        why = None if allow_private else refusal(address)
        if why:
            at = "" if address == goal.host else f" is at {address}, which"
            raise FetchError(
                f"{goal.url}: the host {goal.host}{at} is {why}", hint=_PRIVATE
            )
    return found


def refusal(address: str) -> str | None:
    """Say why an address is not of the public internet; None where it is.

    >>> refusal("10.1.2.3"), refusal("::ffff:127.0.0.1"), refusal("9.9.9.9")
    ('a private address', 'a loopback address', None)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return NO_ADDRESS
    for one in _meant(ip):
        for kind, has in _KINDS:
            if has(one):
                return kind
    return None


def _meant(ip: IP) -> list[IP]:
    """Return the addresses that packets to an address come to."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped is not None:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    inside = (ip.sixtofour, *(ip.teredo or ()))
    return [*(one for one in inside if one is not None), ip]


def _is_private(ip: IP) -> bool:
    return not ip.is_global or (
        isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    )


_KINDS: tuple[tuple[str, Callable[[IP], bool]], ...] = (
    ("a loopback address", lambda ip: ip.is_loopback),
    ("a link-local address", lambda ip: ip.is_link_local),
    ("a multicast address", lambda ip: ip.is_multicast),
    ("no host's address", lambda ip: ip.is_unspecified),
    ("a reserved address", lambda ip: ip.is_reserved),
    ("a private address", _is_private),
)


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _looked_up(goal: Target, deadline: Deadline, resolve: Resolve) -> list[str]:
    """Look a host up within the time; the system's own call cannot be stopped."""
    found: list[str] = []
    wrong: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(resolve(goal.host, goal.port))
        except (OSError, UnicodeError) as error:
            wrong.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left())
    deadline.left()
    if wrong:
        raise FetchError(f"there is no host {goal.host!r}", may_pass=True) from None
    return found


def _host(parts: SplitResult) -> str:
    """Return a host in the letters of DNS, without its last dot."""
    host = (parts.hostname or "").rstrip(".")
    if host.isascii():
        return host
    return host.encode("idna").decode("ascii")


def _shown(url: str) -> str:
    return url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
