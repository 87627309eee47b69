"""What holds of every reader of specifications, those of other people too: they are found by walking the family."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.domain.places import Place
from harness.domain.specifications import Specification
from harness.errors import DocumentError
from harness.markdown.text import MOST_BYTES, decode
from harness.readers.specifications import SPECIFICATIONS, format_of, read_specification
from tests.support.growth import in_proportion, own_clock

NAMES = SPECIFICATIONS.names()
PATHS = {
    "openspec": "openspec/specs/pay/spec.md",
    "kiro": ".kiro/specs/pay/requirements.md",
    "tessl": "specs/pay.spec.md",
    "speckit": "specs/001-pay/spec.md",
}
MORE_PATHS = (
    "specs/001-pay/spec.md", "specs/001-pay/plan.md", "specs/001-pay/tasks.md", "docs/prd.md",
    ".kiro/specs/pay/design.md", ".kiro/specs/pay/tasks.md", "openspec/changes/add-pay/specs/pay/spec.md",
    "openspec/changes/add-pay/tasks.md", "openspec/changes/add-pay/proposal.md", "pay.spec.md", "README.md",
)  # fmt: skip

SAMPLES = {
    "bmad": "# Story 1.1: Pay\n\n## Acceptance Criteria\n\n1. {}\n2. Another.\n",
    "kiro": "# Requirements Document\n\n## Requirements\n\n### Requirement 1\n\n**User Story:** As a user, I want to pay.\n\n"
    "#### Acceptance Criteria\n\n1. {}\n2. THE system SHALL do another.\n",
    "nlspec": "# Pay\n\n## 1. Overview\n\nWords.\n\n## 2. Definition of Done\n\n### 2.1 Paying\n\n- [ ] {}\n- [ ] Another.\n",
    "openspec": "# Pay\n\n## Purpose\nWords.\n\n## Requirements\n\n### Requirement: Paying\n{}\n\n#### Scenario: Enough\n"
    "- **WHEN** a user pays\n- **THEN** the money moves\n",
    "plain": "# Pay\n\n## Paying\n\n- REQ-1: {}\n- REQ-2: It MUST do another.\n",
    "speckit": "# Feature Specification: Pay\n\n## Requirements\n\n- **FR-001**: {}\n- **FR-002**: System MUST do another.\n",
    "tessl": "# Pay\n\n## Capabilities\n\n### Paying\n\n- {} [@test](../tests/pay.py)\n- Another.\n",
}
"""A document of each format whose first requirement says what stands in the braces."""
SILENT = {"speckit-companion", "speckit-plan", "speckit-tasks"}
"""The formats that state no requirement."""
STATING = sorted(set(NAMES) - SILENT)

SENTENCE = "WHEN a user pays THE system SHALL move the money at once"

PIECES = [
    "# T\n", "## Requirements\n", "### Requirement: X\n", "### Requirement 1\n", "### Requirement 1: X\n",
    "#### Scenario: Y\n", "#### Acceptance Criteria\n", "## ADDED Requirements\n", "## MODIFIED Requirements\n",
    "## REMOVED Requirements\n", "## RENAMED Requirements\n", "- FROM: `### Requirement: X`\n",
    "- TO: `### Requirement: Z`\n", "**Reason**: x\n", "### User Story 1 - X (Priority: P1)\n",
    "**Acceptance Scenarios**:\n", "**Independent Test**: x\n", "### Edge Cases\n", "### Key Entities\n",
    "## Success Criteria\n", "- **SC-001**: x\n", "- **FR-001**: System MUST x\n", "**FR-002** (US1): y\n",
    "- **FR-003a** *(US4)*: z\n", "[NEEDS CLARIFICATION: which?]", "[NEEDS CLARIFICATION",
    "- [ ] T012 [P] [US1] do in a.py\n", "- [x] 1.1 do\n", "  - _Requirements: 1.1, 1.2-1.4_\n",
    "_Requirements: 1-99999999999_\n", "## Constitution Check\n", "## Complexity Tracking\n", "### Property 1: X\n",
    "**Validates: Requirements 1.4**\n", "For all x, x is x.\n", "# Story 1.1: X\n", "### Story 2.3: Y\n",
    "## Epic 1: X\n", "### AC1: X\n", "AC2: y\n", "**Acceptance Criteria:**\n", "**Given** a\n", "**When** b\n",
    "**Then** c\n", "**And** d\n", "- Given a, when b, then c\n", "## Tasks / Subtasks\n", "- [ ] Task 1 (AC: 1, 2)\n",
    "## I/O & Edge-Case Matrix\n", "FR1: x\n", "- NFR1: y\n", "#### FR-1: X\n", "- **CAP-1**\n", "  - **intent:** x\n",
    "**Always:** x\n", "## Glossary\n", "- **A** — b\n", "## Open Questions\n", "- UJ-1: x\n", "## 1. Overview\n",
    "## 9. Definition of Done\n", "### 9.1 X\n", "- [ ] x\n", "  - [ ] y\n", "RECORD A:\n", "    b : C -- d\n",
    "ENUM E:\n", "    F\n", "[@test](../t.py)", "`[@test] ../t.py`\n", "[@generate](../a)", "[@use]",
    "## Capabilities\n", "## Target\n", "```ts { .api }\n", "targets:\n", "REQ-12: It MUST x.\n", "[R3] It SHOULD y.\n",
    "**ABC-1** It MAY z.\n", "### REQ-5: X\n", 'The key words "MUST" are as in BCP 14.\n', "MUST", " SHALL NOT ", "必须",
    "ДОЛЖЕН", "DEBE", "The client MUST:\n", "it must x\n", "1. ", "2) ", "- ", "* ", "+ ", "  - ", "    - ", "> ",
    ">> ", "\n", "\n\n", "  \n", "\t", "    ", "```\n", "~~~\n", "````md\n", "<!-- ", " -->", "<div>\n", "</div>\n",
    "<frozen-after-approval>\n", "| a | b |\n|---|---|\n", "| FR-1 | MUST x |\n", "| ", "|", "\\|", "---\n",
    "---\nname: x\n---\n", "===\n", "***", "**", "*", "__", "_", "`", "``", "[", "]", "(", ")", "\\", "x", "y. ", ": ",
    "“", "”", '"', "é", "é", "\u200b", "\u200f", "\u202e", "שלום", "日本語", "要件", "😀", "#######", "[x]: /y\n", "&amp;",
    "\x00", "\x1b",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(alphabet=st.characters(exclude_characters="\r\ufeff")),
)
SETTINGS = settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def path_of(name: str) -> str:
    return PATHS.get(name, "docs/pay.md")


def read(name: str, text: str, path: str | None = None) -> Specification | None:
    """What one reader makes of a text; None where it refuses it."""
    try:
        return SPECIFICATIONS.load(name).read(text, path or path_of(name))
    except DocumentError as error:
        return None if error.mistakes else pytest.fail("a document is refused without a reason")


def places(found: object) -> Iterator[Place]:
    """Every place that a model or a tuple of them tells of."""
    if isinstance(found, Place):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from places(one)
    elif hasattr(type(found), "model_fields"):
        for name in type(found).model_fields:
            yield from places(getattr(found, name))


@pytest.mark.parametrize("name", NAMES)
@given(text=TEXTS, at=st.sampled_from((None, *MORE_PATHS)))
@SETTINGS
def test_whatever_a_document_holds_it_is_read_or_refused(name, text, at):
    found = read(name, text, at)
    if found is None:
        return
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= place.line <= lines for place in places(found))
    ids = [one.id for one in found.requirements]
    assert len(ids) == len(set(ids))
    assert all(one.id.strip() and one.text.strip() and len(one.sha256) == 64 for one in found.requirements)
    assert all(one.why and one.text.strip() for one in found.left_out)
    assert read(name, text, at) == found


@pytest.mark.parametrize("name", NAMES)
@given(text=TEXTS)
@SETTINGS
def test_the_way_a_file_was_saved_changes_nothing(name, text):
    if "\x00" in text or "\x1b" in text:
        return
    found = read(name, text)
    variants = (text.replace("\n", "\r\n"), "\ufeff" + text, unicodedata.normalize("NFD", text))
    assert [read(name, one) for one in variants] == [found] * 3


@given(text=TEXTS, at=st.sampled_from(MORE_PATHS))
@SETTINGS
def test_the_readers_together_cope_with_any_text_at_any_path(text, at):
    try:
        found = read_specification(text, at)
    except DocumentError:
        return
    assert found.format in ("", *NAMES)
    assert found.format or not text.strip() or found.left_out


def test_there_is_a_sample_of_every_format():
    assert sorted(SAMPLES) == STATING


@pytest.mark.parametrize("name", STATING)
def test_a_document_of_a_format_is_claimed_by_its_reader(name):
    assert format_of(SAMPLES[name].format(SENTENCE + "."), path_of(name)) == name


def first(name: str, sentence: str) -> tuple[str, str]:
    """The id and the hash of the first requirement of a sample that says a sentence."""
    found = read(name, SAMPLES[name].format(sentence + "."))
    assert found
    assert not found.mistakes
    return found.requirements[0].id, found.requirements[0].sha256


@pytest.mark.parametrize("name", STATING)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_emphasis_and_line_breaks_are_not_part_of_what_is_meant(name, data):
    marks = data.draw(st.lists(st.sampled_from(["", "", "**", "*", "_", "__"]), min_size=12, max_size=12))
    gaps = data.draw(st.lists(st.sampled_from([" ", " ", "\n   ", "  "]), min_size=11, max_size=11))
    words = [f"{mark}{word}{mark}" for word, mark in zip(SENTENCE.split(), ["", *marks[1:]], strict=True)]
    written = "".join(f"{word}{gap}" for word, gap in zip(words, [*gaps, ""], strict=True))
    assert first(name, written) == first(name, SENTENCE)


@pytest.mark.parametrize("name", STATING)
@given(at=st.integers(min_value=1, max_value=11), word=st.sampled_from(["MAY", "slowly", "not", "2"]))
@settings(max_examples=20, deadline=None)
def test_a_word_that_changed_shows(name, at, word):
    words = SENTENCE.split()
    id_, sha256 = first(name, SENTENCE)
    changed = first(name, " ".join([*words[:at], word, *words[at + 1 :]]))
    assert changed[0] != id_ or changed[1] != sha256


REPEATED = {
    "stars": "*", "bold": "**", "bold words": "**a ", "underscores": "_a", "dunders": "__", "backticks": "`a",
    "brackets": "[", "closed brackets": "[]", "link starts": "[a](", "test links": "[@test](",
    "bare test links": "[@test] ", "pipes": "|", "parentheses": "(", "AC parentheses": "(AC: ", "quotes": '"',
    "curly quotes": "“", "comments": "<!--", "closed comments": "<!---->", "blanks": " ", "no-break spaces": "\xa0",
    "colons": ":", "dots": ".", "sentence ends": '.")', "dashes": "- ", "hyphens": "-a", "digits": "1", "numbers": "1.",
    "number lists": "1.1, ", "ranges": "1-2", "ids": "A-1", "capitals": "A", "must": "MUST ", "given": "given ",
    "given in bold": "**Given** ", "clauses": "**Given** a **When** b **Then** c ", "when then": "WHEN a THEN b ",
    "clarifications": "[NEEDS CLARIFICATION: ", "angle brackets": "<", "tags": "<a ", "backslashes": "\\",
    "zero width": "\u200b", "marks": "́a",
}  # fmt: skip
LEADS = ("", "- **FR-001**: ", "### Requirement: ", "- [ ] MUST ", "| a |\n|---|\n| ")
LINES = {
    "items": "- **FR-{n}**: System MUST x\n", "the same item": "- **FR-1**: System MUST x\n", "bare items": "- x\n",
    "boxes": "- [ ] T{n} x (AC: 1)\n", "headings": "## S\n", "deep headings": "#### Scenario: x\n",
    "requirements": "### Requirement: X{n}\nThe system SHALL x.\n", "stories": "### Story 1.{n}: X\n",
    "criteria": "1. WHEN a THEN THE system SHALL b\n", "rows": "| a |\n|---|\n| x |\n",
    "one table": "| FR-{n} | MUST |\n", "paragraphs": "It MUST x.\n\n", "one paragraph": "It MUST x.\n",
    "words": "must x\n", "fences": "```\nx\n```\n", "open fences": "```a\n", "quotes": "> x\n\n",
    "comments": "<!-- x -->\n", "tags": "<div>\n", "rules": "---\n\n", "ids": "FR{n}: x\n",
    "labels": "**Acceptance Criteria:**\n", "given": "**Given** a\n", "then": "- **THEN** a\n",
    "records": "    RECORD A:\n", "references": "[x{n}]: y\n", "open references": "[x{n}\n",
    "links": "- x\n  [@test] a\n", "colons": "The client MUST:\n\n- a\n- MUST b\n\n",
    "deltas": "## ADDED Requirements\n### Requirement: X{n}\nIt SHALL x.\n",
    "properties": "### Property {n}: X\n*For all* x\n", "edge cases": "- What happens when x{n}?\n",
}  # fmt: skip
SMALL, TIMES = 2_000, 4
"""Letters of the small document, and how much larger the other is."""


READ_AT = [
    *((name, PATHS.get(name, "docs/pay.md")) for name in NAMES),
    ("kiro", ".kiro/specs/pay/design.md"),
    ("kiro", ".kiro/specs/pay/tasks.md"),
    ("openspec", "openspec/changes/add-pay/specs/pay/spec.md"),
    ("openspec", "openspec/changes/add-pay/tasks.md"),
]
"""Every reader at a path of its own; some read by where a document lies."""


def hostile() -> Iterator[tuple[str, str, str]]:
    for name, piece in REPEATED.items():
        for lead in LEADS:
            yield f"{lead.strip()} {name}".replace("\n", " "), lead, piece


def long_line(lead: str, piece: str, size: int) -> str:
    return f"{lead}{piece * (size // len(piece))}\n"


def many_lines(line: str, head: str, size: int) -> str:
    return head + "".join(line.replace("{n}", str(n)) for n in range(size // len(line)))


def grows_linearly(name: str, path: str, text: Callable[[int], str]) -> bool:
    """Whether a reader, and its sniffing, need about four times the CPU for four times the text."""
    member = SPECIFICATIONS.load(name)
    texts = {size: text(size) for size in (SMALL, TIMES * SMALL)}

    def work(size: int) -> None:
        member.sniff(texts[size], path)
        read(name, texts[size], path)

    return in_proportion(work, SMALL, TIMES * SMALL)


def test_a_reader_that_takes_four_times_as_long_for_twice_the_text_is_caught(monkeypatch):
    clock = own_clock(monkeypatch)

    def slow(text, path):
        clock.spend((len(text) / SMALL) ** 2)

    monkeypatch.setattr(SPECIFICATIONS, "load", lambda name: SimpleNamespace(sniff=lambda text, path: True, read=slow))
    assert not grows_linearly("slow", "a.md", lambda size: "x" * size)


@pytest.mark.parametrize(("name", "path"), READ_AT)
def test_a_long_line_takes_time_in_proportion(name, path):
    slow = [what for what, lead, piece in hostile() if not grows_linearly(name, path, partial(long_line, lead, piece))]
    assert slow == []


@pytest.mark.parametrize(("name", "path"), READ_AT)
def test_many_lines_take_time_in_proportion(name, path):
    head = SAMPLES.get(name, "").format(SENTENCE)
    slow = [what for what, line in LINES.items() if not grows_linearly(name, path, partial(many_lines, line, head))]
    assert slow == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "```\n" + "- **FR-001**: MUST x\n" * 50,
        "~~~~\n# A\n```\n",
        "<!--\n- **FR-001**: MUST x\n",
        "- " * 200,
        "> " * 200 + "x",
        "#" * 10_000,
    ],
    ids=["open fence", "open tildes", "open comment", "nested items", "nested quotes", "hashes"],
)
def test_what_is_never_closed_or_nests_without_end_is_read_or_refused(name, text):
    found = read(name, text)
    assert found is None or not any("FR-001" in one.id for one in found.requirements)


@pytest.mark.parametrize("name", NAMES)
def test_a_text_beyond_the_limit_is_refused(name):
    with pytest.raises(DocumentError, match="more than 2 MiB"):
        decode(b"- x\n" * (3 * MOST_BYTES // 8), "a.md")
    assert read(name, "- x\n" * (MOST_BYTES // 4 + 1)) is None
