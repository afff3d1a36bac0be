"""robots.txt, by the examples of RFC 9309 and what is met in the open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news.watch.robots import read_robots

EXAMPLE = b"""User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: keiretsu
Disallow: /for-us/
Crawl-delay: 2.5
"""


def allowed(rules: bytes, path: str) -> bool:
    return read_robots(b"User-agent: *\n" + rules).allows(path)


@pytest.mark.parametrize(
    ("rules", "path", "allows"),
    [
        (b"Disallow: /", "/a", False),
        (b"Disallow:", "/a", True),
        (b"", "/a", True),
        (b"Disallow: /a", "/abc", False),
        (b"Disallow: /a/", "/a", True),
        (b"Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        (b"Allow: /a\nDisallow: /a", "/a", True),
        (b"Disallow: /*.gif$", "/x/a.gif", False),
        (b"Disallow: /*.gif$", "/x/a.gif?b", True),
        (b"Disallow: /*.gif", "/x/a.gif?b", False),
        (b"Disallow: /*/*/c", "/a/b/c", False),
        (b"Disallow: /a$", "/a", False),
        (b"Disallow: /a$", "/ab", True),
        (b"Disallow: /$", "/", False),
        (b"Disallow: /ab*b$", "/ab", True),
        (b"Disallow: /*?s=", "/a?s=1", False),
        (b"Disallow: /\xe6\x97\xa5", "/%E6%97%A5/a", False),
        (b"Disallow: /%7Ea", "/~a", False),
        (b"disallow : /a # why", "/a", False),
        (b"Disallow: /", "/robots.txt", True),
        (b"nonsense\n\0\xff\nDisallow: /a", "/a", False),
    ],
)
def test_a_path_is_allowed_or_not(rules: bytes, path: str, allows: bool) -> None:
    assert allowed(rules, path) is allows


def test_a_group_that_names_us_goes_before_that_of_everybody() -> None:
    robots = read_robots(EXAMPLE)
    assert robots.allows("/example/a")
    assert not robots.allows("/for-us/a")
    assert robots.delay == 2.5
    assert not read_robots(EXAMPLE.replace(b"keiretsu", b"other")).allows("/example/a")


def test_several_agents_share_a_group_and_groups_are_joined() -> None:
    rules = b"User-agent: a\nUser-agent: Keiretsu/1.0\nDisallow: /a\n\nUser-agent: b\n"
    rules += b"Disallow: /b\nUser-agent: KEIRETSU\nDisallow: /c"
    robots = read_robots(rules)
    assert [robots.allows(p) for p in ("/a", "/b", "/c")] == [False, True, False]


def test_an_empty_group_for_us_allows_all() -> None:
    rules = b"User-agent: keiretsu\nDisallow:\n\nUser-agent: *\nDisallow: /"
    assert read_robots(rules).allows("/a")


def test_a_delay_is_bounded() -> None:
    assert read_robots(b"User-agent: *\nCrawl-delay: 99999").delay == 60
    assert read_robots(b"User-agent: *\nCrawl-delay: -1").delay == 0


@given(st.binary(max_size=300), st.text(max_size=50))
def test_nothing_ends_in_an_error(rules: bytes, path: str) -> None:
    read_robots(b"User-agent: *\nDisallow: /a*b\n" + rules).allows(f"/{path}")


def test_many_stars_take_no_time() -> None:
    assert allowed(b"Disallow: /" + b"*a" * 5_000 + b"$", "/" + "a" * 1_900)
