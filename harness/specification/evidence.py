"""Which evidence could show a requirement: a card, a golden case, a check of the code, or nothing; by its words alone.

ISO/IEC/IEEE 29148:2018, 5.2.5: a requirement is verifiable if its realisation can be proven by inspection, analysis,
demonstration or test. What is here decides only whether one of ours could, not whether one does: that is the trace.
"""

from __future__ import annotations

import re
from enum import StrEnum

from harness.domain.requirements import RequirementKind
from harness.specification.quantities import has_number
from harness.specification.statements import LITERAL, Statement
from harness.specification.wordlists import inflected, word_list, word_set


class Means(StrEnum):
    """How a requirement could be shown."""

    CARD = "card"
    GOLDEN = "golden"
    CHECK = "check"


_PEOPLE = (
    r"(?:users?|customers?|developers?|students?|participants?|visitors?|learners?|teachers?|staff|patients|readers?|testers?"
    r"|employees|respondents|people|players|members|shoppers|operators|engineers|authors|admins|administrators|reviewers"
    r"|evaluators|stakeholders|instructors|clinicians|buyers|sellers|guests|contributors|maintainers)"
)
_SHARE_OF_PEOPLE = re.compile(
    rf"(?:(?<![\d.])\d{{1,2}}(?:\.\d+)?\s?(?:%|per\s?cent)\+?|\bmost|\bthe majority|\b\d+ out of \d+|\b\d+/\d+) of"
    rf"(?: the| all| our| new| first-time| returning| surveyed| test| target| tested| authenticated| registered| active)*"
    rf" (?:\w+ )?{_PEOPLE}\b",
    re.IGNORECASE,
)
_YEARS_AHEAD = re.compile(
    r"\b(?:in|within|after|for) (?:the next )?(?:\d+|two|three|four|five|ten|several|many) years\b", re.IGNORECASE
)
_NEAR = 60
_BEING = re.compile(r"\b(?:be|feel|look)(?: \w+){0,2} $")
_OUTPUT_WORDS = (
    "show shows display displays return returns print prints list lists export exports render renders write writes format"
    " formats generate generates calculate calculates compute computes convert converts report reports respond output"
    " outputs produce produces parse parses serialize serializes sort sorts"
)
_OUTPUT = frozenset(_OUTPUT_WORDS.split())


def untestable(statement: Statement) -> str:
    """Why nothing could show a requirement; empty where something could, or where its words do not tell."""
    if not statement.english:
        return ""
    return _of_people(statement) or (
        "" if _has_observable(statement) else _of_process(statement) or _of_quality(statement)
    )


def means_for(statement: Statement) -> tuple[Means, ...]:
    """What could show a requirement, as far as its words tell; none only where it is untestable."""
    if untestable(statement):
        return ()
    card = _acts(statement) or has_number(statement.text) or LITERAL in statement.text
    scenarios = bool(statement.requirement.scenarios)
    check = not statement.words.isdisjoint(word_set("static_properties"))
    golden = not statement.words.isdisjoint(_OUTPUT)
    found = [(Means.CARD, card or scenarios or not check), (Means.GOLDEN, golden), (Means.CHECK, check)]
    return tuple(one for one, holds in found if holds)


def _of_people(statement: Statement) -> str:
    """What only people can say, where it is a measure of success or the product does nothing beside it."""
    text = statement.text
    measure = statement.requirement.kind is RequirementKind.SUCCESS
    opinion = word_list("opinions").first(text, statement.words)
    if opinion and (measure or not _product_acts(statement)):
        return f"'{opinion}' is what people say or do in use"
    share = _SHARE_OF_PEOPLE.search(text) if measure else None
    if share:
        return f"'{share[0]}' is a share of people, which only counting them in use tells"
    years = _YEARS_AHEAD.search(text) if measure else None
    return f"'{years[0]}' is later than any run" if years else ""


def _of_process(statement: Statement) -> str:
    found = word_list("processes").first(statement.text, statement.words)
    return f"'{found}' is what people do, not what the product does" if found else ""


def _of_quality(statement: Statement) -> str:
    """A requirement that names nothing but a quality."""
    if statement.requirement.scenarios:
        return ""
    for found in word_list("subjective").find(statement.text) if "be" in statement.words else ():
        if _BEING.search(statement.text[max(0, found.start() - _NEAR) : found.start()]):
            return f"'{found[1]}' is a quality without a measure, and nothing else is said"
    return ""


def _has_observable(statement: Statement) -> bool:
    text = statement.text
    return (
        _acts(statement)
        or LITERAL in text
        or has_number(text)
        or bool(statement.requirement.scenarios and statement.requirement.format == "openspec")
        or not statement.words.isdisjoint(word_set("static_properties"))
    )


def _acts(statement: Statement) -> bool:
    return not statement.words.isdisjoint(inflected("observables"))


def _product_acts(statement: Statement) -> bool:
    """Whether the product is bound to do something: ``System MUST track conversion rate`` speaks of a figure on a page."""
    found = re.search(
        r"\b(?:MUST|SHALL|SHOULD|MAY)(?: NOT)? (?:also |only |always )?(?:allow|let|be able to|(\w+))", statement.text
    )
    return bool(found and (found[1] is None or found[1].lower() in inflected("observables")))
