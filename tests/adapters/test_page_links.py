"""What a page leads to, however it is written."""

from __future__ import annotations

import pytest

from harness.adapters.page_links import links_of, same_service

HERE = "http://127.0.0.1:8000/shop/list"


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("item", "/shop/item"),
        ("../help?x=1 2#end", "/help?x=1%202"),
        ("/a/../b", "/b"),
        ("//127.0.0.1:8000/x", "/x"),
        ("http://LOCALHOST:8000/x", "/x"),
        ("http://[::1]:8000", "/"),
        (" /spaced ", "/spaced"),
        ("/caf\u00e9/%2e", "/caf%C3%A9/."),
        ("http://127.0.0.1:8001/x", None),
        ("https://127.0.0.1:8000/x", None),
        ("http://example.com/x", None),
        ("mailto:a@example.com", None),
        ("javascript:alert(1)", None),
        ("http://[broken/x", None),
        ("http://127.0.0.1:99999/x", None),
    ],
)
def test_a_link_leads_to_a_path_of_the_same_service_or_elsewhere(link, path):
    assert same_service(link, HERE) == path


def test_a_page_tells_its_title_links_and_forms():
    page = links_of(
        """<html><head><TITLE> The
        shop &amp; more </TITLE><script src=/x.js></script></head>
        <a href=one>1</a> <a href="#top">top</a> <a name=x>no link</a> <A HREF='/two' href='/other'>2</A>
        <svg><title>no</title></svg> <map><area href=/three></map> <iframe src="/four"></iframe>
        <form action=/search></form> <form method=POST><input type=Password></form>
        <form method=dialog action=/no></form> <form method=post action=http://example.com/x></form>
        <!-- <a href=/hidden>x</a> --> <a href=/last""",
        HERE,
    )
    assert page.title == "The shop & more"
    assert page.links == ("/shop/one", "/two", "/three", "/four")
    assert page.forms == ("GET /search", "POST /shop/list")
    assert page.scripted
    assert page.signs_in


def test_a_page_may_have_a_base_of_its_own():
    base = '<base href="/deep/"><base href="/later/"><a href=x>x</a>'
    assert links_of(base, HERE).links == ("/deep/x",)
    assert links_of('<base href="http://[broken"><a href=x>x</a>', HERE).links == ("/shop/x",)
    assert links_of('<base href="http://example.com/"><a href=x>x</a><a href="http://[a">y</a>', HERE).links == ()


@pytest.mark.parametrize(
    "html", ["", "<", "<a href=", "<!DOCTYPE", "<![CDATA[", "</", "&#xffffffff;", "<a " * 50_000, "<" * 100_000]
)
def test_whatever_is_no_page_leads_nowhere(html):
    assert links_of(html, HERE).links == ()


def test_of_a_page_with_endless_links_a_part_is_read():
    assert len(links_of("".join(f"<a href=/{number}>" for number in range(5_000)), HERE).links) == 2_000


def test_a_page_that_is_not_read_to_its_end_says_so():
    assert links_of("<a href=/x>x</a>" + " " * 2_000_000, "http://127.0.0.1/").cut
    assert not links_of("<a href=/x>x</a>", "http://127.0.0.1/").cut
