"""The tests in Python that say which requirements they show, in one list."""

from __future__ import annotations

from harness.domain.test_results import TestOutcome
from harness.reports._html.markup import Markup, element, joined
from harness.reports._html.words import seconds
from harness.reports._site.cards import requirement_chip
from harness.reports._site.data import SiteData, SiteTest
from harness.reports._site.filtering import counted_states, filter_form
from harness.reports._site.frame import command, empty, heading, page, scrolled
from harness.reports._site.places import Section, anchor
from harness.reports._site.requirements import share_bar
from harness.reports._site.rows import row, rows_table
from harness.reports._site.tones import Tone, state_tag, tag

_ORDER = sorted(TestOutcome, key=lambda one: (not one.is_failure, one is TestOutcome.PASSED))


def tests_page(data: SiteData) -> str:
    """All tests, what failed first."""
    path = Section.TESTS.path
    if not data.tests:
        how = (
            "Mark tests with ",
            command('@pytest.mark.verifies("FR-001")'),
            " and run ",
            command("pytest --harness"),
            ".",
        )
        return page(data, path, Section.TESTS, "Tests", heading("Tests"), empty("No test was recorded.", *how))
    ordered = sorted(data.tests, key=lambda one: (_ORDER.index(one.result.outcome), one.result.id))
    states = counted_states((one.result.outcome for one in ordered), _ORDER)
    columns = ("Outcome", "Test", "Why", "Verifies", "Took")
    return page(
        data,
        path,
        Section.TESTS,
        "Tests",
        heading("Tests", below=share_bar(states)),
        filter_form("tests", states),
        scrolled(rows_table("test-rows", columns, (_row(data, one) for one in ordered), "Tests"), label="Tests"),
    )


def _row(data: SiteData, one: SiteTest) -> Markup:
    result = one.result
    flaky = tag("flaky", Tone.ODD) if result.flaky else None
    old = element("span", "of another tree", class_="soft small") if one.is_current is False else None
    return row(
        result.outcome.value,
        element("code", result.id),
        ("Why", joined(flaky, element("span", result.reason), old)),
        ("Verifies", joined(*(requirement_chip(data, name) for name in result.verifies))),
        ("Took", seconds(result.seconds)),
        before=state_tag(result.outcome),
        id=anchor("test", result.id),
    )
