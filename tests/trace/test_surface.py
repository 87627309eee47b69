"""Which pages are looked at, and which links are left alone."""

from __future__ import annotations

import pytest

from harness.trace.surface import DEEPEST, MOST_PAGES, Crawl, changes, shape_of


@pytest.mark.parametrize(
    ("target", "shape"),
    [
        ("/", "/"),
        ("/accounts/42?page=2#top", "/accounts/{id}"),
        ("/o/0b5c2d1e-77aa-4a86-9c80-1f2e3d4c5b6a/x", "/o/{id}/x"),
        ("/commit/4b825dc642cb6eb9a060e54bf8d69288fbee4904", "/commit/{id}"),
        ("/2024-report", "/2024-report"),
        ("/facade", "/facade"),
        ("/defacedabbed", "/defacedabbed"),
    ],
)
def test_pages_that_differ_by_a_number_are_one(target, shape):
    assert shape_of(target) == shape


@pytest.mark.parametrize("link", ["/logout", "/sign-out", "/log_off", "/x?do=delete", "/a/Delete/1", "/cart/remove"])
def test_a_link_that_does_something_is_told_and_not_followed(link):
    crawl = Crawl()
    crawl.told(crawl.wanted()[0], [link, "/help"])
    assert changes(link)
    assert crawl.wanted() == ["/help"]
    assert shape_of(link) in crawl.pages


@pytest.mark.parametrize("link", ["/undeleted", "/catalogout", "/dropdown", "/presets", "/blog-outlook"])
def test_a_word_within_another_word_does_nothing(link):
    assert not changes(link)


def test_of_pages_that_are_alike_one_is_looked_at():
    crawl = Crawl()
    crawl.told(crawl.wanted()[0], [f"/accounts/{number}" for number in range(1000)])
    assert crawl.wanted() == ["/accounts/0"]
    assert crawl.unfollowed == 0


def test_no_more_pages_are_followed_than_there_is_room_for():
    crawl = Crawl()
    crawl.told(crawl.wanted()[0], [f"/page-{number}x" for number in range(100)])
    asked = 0
    while wanted := crawl.wanted():
        asked += len(wanted)
    assert (asked, crawl.unfollowed) == (MOST_PAGES - 1, 100 - asked)


def test_an_endless_chain_of_pages_comes_to_an_end():
    crawl = Crawl()
    asked = []
    while wanted := crawl.wanted():
        asked += wanted
        crawl.told(wanted[0], [f"{wanted[0]}x/"])
    assert (len(asked), crawl.unfollowed) == (DEEPEST + 1, 1)


def test_what_only_leads_on_is_no_page():
    crawl = Crawl()
    crawl.led(crawl.wanted()[0], ["/start"])
    crawl.told(crawl.wanted()[0], ["/"])
    assert (list(crawl.pages), crawl.wanted()) == (["/start"], [])
