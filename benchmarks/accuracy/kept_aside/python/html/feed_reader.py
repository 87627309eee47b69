import feedparser
from bottle import route

FEEDS = ("https://news.example.org/rss", "https://blog.example.org/atom")


def entries():
    for address in FEEDS:
        yield from feedparser.parse(address).entries


@route("/news")
def news():
    parts = ["<ul>"]
    for entry in entries():
        parts.append("<li><a href='/out'>" + entry.title + "</a></li>")
    parts.append("</ul>")
    return "".join(parts)
