"""A paper on this machine: a feed of many pages, some gone, some closed, some down."""

from __future__ import annotations

from tests.news.hostile_site import Handler, Site

MAKERS = ("Subaru", "Mazda", "Suzuki", "Isuzu")
ROBOTS = b"User-agent: *\nDisallow: /closed/\n"


def page(number: int) -> bytes:
    maker = MAKERS[number % len(MAKERS)]
    text = (
        f"Toyota owns {number % 50 + 1}% of {maker}, the company said in a statement. "
        f"It was story number {number} of the day, and the paper printed it as it came."
    )
    head = f"<title>Story {number}</title>"
    body = f"<article><h1>Story {number}</h1><p>{text}</p><p>{text[::-1]}</p></article>"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body>".encode()


def path(number: int) -> str:
    return f"/{'closed' if number % 17 == 5 else 'news'}/{number}"


def item(site: Site, number: int) -> str:
    words = "Toyota owns 20% of Subaru."
    own = (
        f"<content:encoded><![CDATA[<p>{words}</p>]]></content:encoded>"
        if number % 19 == 3
        else f"<description>{words if number % 2 else ''}</description>"
    )
    return (
        f"<item><title>Story {number}</title><link>{site.url(path(number))}</link>"
        f"<pubDate>Mon, 19 May 2025 08:00:00 GMT</pubDate>{own}</item>"
    )


def paper(site: Site, count: int, *, marked: bool = True) -> str:
    """Fill a site, and return the address of its feed.

    Of its pages, some are closed to robots, gone (404), down (503) or hold no article;
    every other entry has a summary.
    """
    site.page("/robots.txt", ROBOTS, Content_Type="text/plain")
    for number in range(count):
        body, status = page(number), 200
        if number % 23 == 7:
            status = 404
        elif number % 29 == 11:
            status = 503
        elif number % 31 == 13:
            body = b"<html><body></body></html>"
        site.page(path(number), body, status)
    items = "".join(item(site, number) for number in range(count))
    feed = (
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Paper</title>{items}</channel></rss>"
    ).encode()

    def answer(handler: Handler) -> None:
        if marked and handler.headers.get("If-None-Match") == '"1"':
            handler.give(b"", 304, ETag='"1"')
        else:
            kind = "application/rss+xml"
            handler.give(feed, ETag='"1"', Content_Type=kind)

    site.answers["/feed"] = answer
    return site.url("/feed")
