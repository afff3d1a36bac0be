"""One tie in every form that is read, written for these tests."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.policy import SMTP

TIE = (
    "Toyota owns 20% of Subaru. Renault will sell a 5% stake in Nissan, the two "
    "companies said on Monday in a statement."
)
PARAGRAPHS = f"<p>{TIE}</p><p>Geely holds 34.02% of Renault Korea &amp; more.</p>"
PAGE = (
    "<!doctype html><html><head><title>Stakes</title></head><body><article>"
    f"<h1>Stakes</h1>{PARAGRAPHS * 3}</article></body></html>"
)
RSS = f"""<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Paper</title><link>https://paper.example</link>
<item><title>One</title><link>https://paper.example/1</link>
<pubDate>Mon, 19 May 2025 08:00:00 GMT</pubDate>
<description>Short&nbsp;words</description>
<content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item>
<item><title>Two</title><guid>https://paper.example/2</guid>
<description>&lt;p&gt;Toyota owns 20% of Subaru.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>The Paper</title><entry><title type="html">One &amp;amp; only</title>
<link rel="self" href="/self"/><link rel="alternate" href="/1"/>
<published>2025-05-19T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{PARAGRAPHS}</div>
</content></entry><entry><title>Two</title><link href="https://b.example/2"/>
<updated>2025-05-20</updated><summary>Toyota owns 20% of Subaru.</summary></entry>
</feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Paper</title></channel><item><title>One</title>
<link>https://paper.example/1</link><dc:date>2025-05-19</dc:date>
<description>{TIE}</description></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Paper",
        "items": [
            {
                "id": "1",
                "url": "https://paper.example/1",
                "title": "One",
                "date_published": "2025-05-19T08:00:00+02:00",
                "content_html": PARAGRAPHS,
            },
            {"id": "2", "external_url": "https://b.example/2", "summary": TIE},
            7,
        ],
    }
)


def mail(text: str = TIE, html: str | None = None) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Le Journal é <desk@paper.example>"
    message["Subject"] = "Anteile: Übernahme"
    message["Date"] = "Mon, 19 May 2025 08:00:00 +0200"
    if text:
        message.set_content(text, cte="quoted-printable")
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message.as_bytes()


def pdf(*pages: list[str]) -> bytes:
    """A PDF of lines of words, by hand: pages, one font, the table of places."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        shown = b"".join(
            b"(%s) Tj T* "
            % line.replace("\\", "\\\\")
            .replace("(", r"\(")
            .replace(")", r"\)")
            .encode()
            for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td " + shown + b"ET"
        objects.append(
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(kids),
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return made
