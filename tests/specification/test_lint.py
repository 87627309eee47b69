"""What lint for specifications finds besides each rule's own samples, what it spares, and what comments ignore."""

from __future__ import annotations

import pytest

from harness.domain.places import Severity
from harness.specification.evidence import Means, means_for, untestable
from harness.specification.lint import check
from harness.specification.samples import STORY, kiro, openspec, sample
from harness.specification.statements import Statement, plain, sentences_of
from tests.support.specifications import PATH, codes, mistakes, read


def statement(text: str, **parts: str) -> Statement:
    """The first requirement of a document with this requirement, or with this criterion of success alone."""
    document, _ = read(sample(text, **parts))
    return Statement(document.requirements[-1] if parts else document.requirements[0])


def test_mistakes_have_places_and_are_sorted():
    text = sample("System MUST be user-friendly and fast, etc.", "It MUST show several lists.")
    assert [(str(one.place), one.code) for one in mistakes(text)] == [
        (f"{PATH}:7", "SPEC303"),
        (f"{PATH}:7", "SPEC501"),
        (f"{PATH}:8", "SPEC301"),
        (f"{PATH}:8", "SPEC306"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "System MUST fast forward the video to the `next` mark.",
        "System MUST answer quickly: within 200 ms.",
        "System MUST show significant digits of each amount.",
        "System MUST refuse a transfer without sufficient funds.",
        "System MUST show the most recent entry first.",
        'System MUST show "Something went wrong, etc." when a transfer fails.',
        "System MUST read `/etc/hosts`.",
        "System MUST keep every one of several deposits that arrive at once.",
        "System MUST import accounts from PostgreSQL.",
        "System MUST retry at most 3 times.",
        "System MUST show the number of open tasks in the list named TODO.",
        "System MUST show a JSON object with the URL of each PDF.",
        "System MUST let users choose which columns should be shown.",
        "System MUST reject a password that must be changed.",
        "System MUST [link](https://example.org/[FEATURE]) to the terms.",
        "Users MUST be able to close an account.",
        "System MUST show amounts above 100 in red.",
        "Le système DOIT afficher la liste rapidement.",
    ],
)
def test_words_that_are_meant_otherwise_are_spared(text):
    assert codes(sample(text)) == []


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("WHEN a transfer is sent, THE system SHALL confirm it.", []),
        ("WHILE offline, WHEN a transfer is sent, THE system SHALL keep it.", []),
        ("IF a transfer fails, THEN THE system SHALL show the reason.", []),
        ("THE system SHALL show all accounts.", []),
        ("IF a transfer fails, THE system SHALL show the reason.", ["SPEC204"]),
        ("WHEN a transfer is sent WHILE offline, THE system SHALL keep it.", ["SPEC204"]),
        ("WHEN a transfer is sent AND WHEN it is paid, THE system SHALL confirm it.", ["SPEC204"]),
        ("WHEN a transfer is sent, THE system SHALL.", ["SPEC204"]),
    ],
)
def test_the_shape_of_ears(criterion, expected):
    assert codes(kiro(criterion)) == expected


def test_a_sentence_that_is_not_meant_as_ears_needs_no_shape_of_it():
    assert codes(sample("When a transfer fails the system MUST show the reason.")) == []


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("System MUST store card numbers of customers.", "System MUST NOT store card numbers of customers.", ["SPEC401"]),
        ("System MUST store card numbers of people.", "System MAY NOT store card numbers of people.", ["SPEC208", "SPEC401"]),
        ("System MUST store `a` for each customer.", "System MUST NOT store `b` for each customer.", []),
        ("System MUST answer a search within 2 seconds.", "System MUST answer a search within 2000 ms.", []),
        ("System MUST answer a search within 2 seconds.", "System MUST answer a search within 1 minute.", ["SPEC402"]),
        ("System MUST keep logs of access at least 30 days.", "System MUST keep logs of access at most 7 days.", ["SPEC402"]),
        ("System MUST keep logs of access at least 7 days.", "System MUST keep logs of access at most 30 days.", []),
        ("System MUST accept photos of cards up to 5 MB.", "System MUST accept scans of cards up to 10 MB.", []),
        ("Photos MUST be smaller than 5 MB in the app.", "Photos MUST be smaller than 5120 kB in the app.", ["SPEC402"]),
        ("System MUST send a receipt. *(US1)*", "System MUST NOT send a receipt.", ["SPEC401"]),
        ("At level 1 the system MUST wait 5 seconds.", "At level 2 the system MUST wait 10 seconds.", []),
    ],
)  # fmt: skip
def test_contradictions_are_told_where_nothing_else_differs(one, two, expected):
    assert codes(sample(one, two)) == expected


def test_an_error_names_both_requirements():
    (found,) = mistakes(sample("System MUST show closed accounts.", "System MUST NOT show closed accounts."))
    assert found.severity is Severity.ERROR
    assert found.what == f"'FR-002' turns round what 'FR-001' says in {PATH}:7"


def test_features_that_contradict_each_other_are_only_warned_and_may_have_bounds_of_their_own():
    one = sample("System MUST show closed accounts.", "System MUST answer a search within 2 seconds.")
    two = sample("System MUST NOT show closed accounts.", "System MUST answer a search within 5 seconds.")
    found = mistakes(one, two, paths=("specs/001-a/spec.md", "specs/002-b/spec.md"))
    assert [(one.code, one.severity) for one in found] == [("SPEC401", Severity.WARNING)]


def test_equal_requirements_are_told_across_features_and_nearly_equal_ones_within_one():
    text = "System MUST show closed accounts with their name, owner and last balance"
    one, two = sample(f"{text}."), sample(f"{text}.", f"{text}, sorted.")
    found = mistakes(one, two, paths=("specs/001-a/spec.md", "specs/002-b/spec.md"))
    assert [one.code for one in found] == ["SPEC403", "SPEC404"]


@pytest.mark.parametrize("word", ["not", "only", "3"])
def test_what_differs_in_a_word_that_turns_the_meaning_is_no_repetition(word):
    text = "System MUST show closed accounts with their name, owner, branch and last balance"
    assert codes(sample(f"{text}.", f"{text} {word}.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "System MUST be user-friendly.",
        "Users MUST love it.",
        "The team MUST hold a retrospective.",
        "Developers MUST be productive: developer productivity counts.",
    ],
)
def test_what_nothing_could_show_is_untestable(text):
    assert untestable(statement(text))
    assert means_for(statement(text)) == ()


@pytest.mark.parametrize(
    "criterion",
    [
        "90% of users complete a transfer on their first attempt.",
        "User satisfaction rises by 20 points.",
        "Most of the customers prefer it.",
        "The bank leads its market within 5 years.",
    ],
)
def test_a_criterion_that_only_people_in_use_can_meet_is_untestable(criterion):
    assert untestable(statement("System MUST show it.", success=criterion))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("System MUST refuse an overdraft.", (Means.CARD,)),
        ("System MUST show the rate of user retention.", (Means.CARD, Means.GOLDEN)),
        ("System MUST let customers rate their satisfaction.", (Means.CARD,)),
        ("Every module MUST have a docstring.", (Means.CHECK,)),
        ("System MUST export all entries.", (Means.CARD, Means.GOLDEN)),
        ("Passwords MUST have 12 characters.", (Means.CARD,)),
        ("A transfer MUST be atomic.", (Means.CARD,)),
    ],
)
def test_ordinary_requirements_can_be_shown(text, means):
    assert means_for(statement(text)) == means


def test_words_of_another_language_say_nothing_about_evidence():
    assert not untestable(statement("El sistema DEBE ser intuitivo."))
    assert codes(sample("El sistema DEBE mostrar la lista.", "La lista está ordenada.")) == []


def test_where_hardly_any_requirement_binds_it_is_told_once():
    texts = ["Show the list", "Sort the list of tasks", "Filter the list by day", "Export the list for the bank"]
    (found,) = mistakes(sample(*texts))
    assert found.code == "SPEC207"
    assert "4 requirements say" in found.what
    assert "and 1 more" in found.what


def test_lower_case_is_the_style_of_a_document_that_has_no_capitals():
    assert codes(sample("System must show the list.", "System shall sort the list.")) == []


def test_a_proposed_requirement_is_judged_but_claims_nothing():
    head = "## ADDED Requirements\n\n### Requirement: Lists\n\n"
    scenario = "\n\n#### Scenario: One\n\n- **WHEN** it is asked for\n- **THEN** it is shown\n"
    text = f"{head}The system SHALL show several accounts of a customer.{scenario}"
    other = openspec("The system SHALL show several accounts of a customer.")
    found = mistakes(text, other, paths=("openspec/changes/x/specs/bank/spec.md", "openspec/specs/bank/spec.md"))
    assert [one.code for one in found] == ["SPEC301", "SPEC301"]


def test_tokens_of_templates_are_not_those_in_code_or_links():
    text = sample(more="```\n[FEATURE NAME]\n```\n\nSee `[PROJECT NAME]`, [ALL TERMS](terms.md), [x] and [US1].")
    assert codes(text) == []
    more = "Input: [e.g., a list]\n\n[Brief Title]\n\n```code``` and [###-feature-name]"
    assert codes(sample(more=more)) == ["SPEC201", "SPEC201", "SPEC201"]
    notes = (
        "[OUT OF SCOPE], [IN PROGRESS], [action items], [ASSUMPTION: one bank] and <!-- write [e.g., a list] here -->"
    )
    assert codes(sample(more=notes)) == []


@pytest.mark.parametrize("form", [sample, openspec, kiro])
def test_a_question_is_open_in_whichever_format_it_stands(form):
    assert "SPEC202" in codes(form("The system SHALL show the total [NEEDS CLARIFICATION: in which currency?]."))
    assert "SPEC202" not in codes(form("The system SHALL show that no [NEEDS CLARIFICATION] is left."))


def test_a_remark_of_the_template_only_warns():
    (found,) = mistakes(sample(more="<!--\n  ACTION REQUIRED: fill in [FEATURE NAME].\n-->"))
    assert (found.code, found.severity) == ("SPEC201", Severity.WARNING)


def test_abbreviations_may_be_explained_anywhere():
    assert codes(sample("System MUST show the LEI and the BIC of a bank.")) == ["SPEC309"]
    glossary = "### Key Entities\n\n- **LEI**: the number of a company.\n- **BIC**: the number of a bank."
    assert codes(sample("System MUST show the LEI and the BIC of a bank.", more=glossary)) == []


def test_where_there_is_a_glossary_terms_written_like_it_are_in_it():
    text = kiro("WHEN a transfer is sent, THE Mail_Service SHALL send a receipt.")
    assert codes(text) == []
    glossary = "## Glossary\n\n- **Ledger_Store**: keeps entries.\n\n## Requirements\n\n### Requirement 1"
    assert codes(text.replace("## Requirements\n\n### Requirement 1", glossary)) == ["SPEC309"]
    known = glossary.replace("Ledger_Store", "Mail_Service")
    assert codes(text.replace("## Requirements\n\n### Requirement 1", known)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A transfer above the limit MUST be reviewed.", ["SPEC307"]),
        ("A transfer above the limit MUST be reviewed by an admin.", []),
        ("A transfer above the limit MUST be marked in red.", []),
        ("The service MUST be told which transfers to review.", []),
        ("An admin MUST see that a transfer must not be reviewed.", ["SPEC206"]),
    ],
)
def test_a_passive_needs_an_actor(text, expected):
    assert codes(sample(text)) == expected


def test_what_is_stated_in_the_passive_needs_an_actor_too():
    texts = ["System MUST show the list.", "System MUST sort the list.", "Each transfer is reviewed at night."]
    assert codes(sample(*texts)) == ["SPEC207", "SPEC307"]


def test_a_task_may_name_a_group_of_criteria():
    requirements = kiro("THE system SHALL show all accounts.")
    tasks = "# Implementation Plan\n\n- [ ] 1. Build lists\n  - _Requirements: 1.1, 1, 1.2, 2_\n"
    paths = (".kiro/specs/bank/requirements.md", ".kiro/specs/bank/tasks.md")
    told = [one.what for one in mistakes(requirements, tasks, paths=paths)]
    assert told == [f"'1' names the requirement '{one}', which there is not" for one in ("1.2", "2")]


def test_details_are_no_mistakes_where_the_format_is_about_interfaces():
    text = "System MUST keep accounts in PostgreSQL, in `store.py` by `open_account()`."
    assert codes(sample(text)) == ["SPEC310"]
    document, _ = read(sample(text))
    assert check([(document.model_copy(update={"format": "nlspec"}), text)]) == []
    assert codes(sample(text, title="Feature Specification: PostgreSQL, store.py and open_account()")) == []


def test_a_story_may_lack_what_all_stories_of_the_document_lack():
    bare = STORY.replace("**Independent Test**: move 30 from one account to another and read both balances.\n\n", "")
    assert codes(sample(story=bare)) == ["SPEC213"]
    assert codes(sample(story=bare + "\n" + bare.replace("Story 1", "Story 2"))) == []


IGNORED = "<!-- harness: ignore SPEC301: several is what the law says -->"


def test_a_comment_ignores_mistakes_of_the_line_or_the_next_block():
    beside = sample(f"System MUST show several accounts. {IGNORED}")
    assert codes(beside) == []
    before = sample("System MUST show several accounts.").replace("- **FR-001", f"{IGNORED}\n- **FR-001")
    assert codes(before) == []
    heading = openspec("The system SHALL show several accounts.").replace("### Req", f"{IGNORED}\n\n### Req")
    assert codes(heading) == []


def test_a_comment_ignores_nothing_else():
    other = sample(f"System MUST show the list. {IGNORED}", "System MUST show several accounts.")
    assert codes(other) == ["SPEC292", "SPEC301"]
    code = sample(f"System MUST show several accounts. {IGNORED.replace('SPEC301', 'SPEC302')}")
    assert codes(code) == ["SPEC292", "SPEC301"]


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        ("<!-- harness: ignore SPEC301 -->", "the comment does not say why"),
        ("<!-- harness: ignore SPEC301: -->", "the comment does not say why"),
        ("<!-- harness: ignore SPEC999: because -->", "there is no rule 'SPEC999' to ignore"),
        ("<!-- harness: ignore: because -->", "the comment names no code to ignore"),
    ],
)
def test_a_comment_that_cannot_be_followed_is_an_error_and_ignores_nothing(comment, what):
    found = mistakes(sample(f"System MUST show several accounts. {comment}"))
    assert [(one.code, one.severity) for one in found] == [
        ("SPEC291", Severity.ERROR),
        ("SPEC301", Severity.WARNING),
    ]
    assert found[0].what == what


def test_a_comment_in_code_is_only_shown():
    assert codes(sample(more=f"```\n{IGNORED}\n```")) == []


def test_markup_code_and_quotes_are_no_words():
    assert plain("**Show** `a fast b` and “good” [here](x) <!-- no --> https://x.org now") == "Show ※ and ※ here ※ now"
    assert sentences_of("Show it, e.g. here. Then stop! (Done)") == ("Show it, e.g here.", "Then stop!", "(Done)")
