"""Whatever a document holds, a reader returns or says what is wrong; it never fails in any other way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.domain.places import Mistake
from harness.errors import DocumentError
from harness.markdown.text import decode
from harness.readers import FORMATS, configuration, read_card, read_constitution, read_specification

FRAGMENTS = st.sampled_from(
    [
        "---\n", "id: X\n", "verifies: [FR-001]\n", "tier: frontier\n", "surface: &a [*a]\n", "# T\n", "## Steps\n",
        "## Bad input\n", "## Before you start\n", "1. ", "   - ", "- ", "> ", "    ", "\t", "\n", "\r\n", "```\n",
        "   ```json\n",
        "Run `bank x`", "Run ", "Send `POST /x` with JSON `{", "You see ", '"text"', "“text”", "`", "``", '"', "and ",
        "It succeeds.", "Keep `a.b` as `{n}`", "The field `a` is `", "Nothing changed: `GET /x` still shows ", "*", "_", "{n}",
        "# User Test Card: T\n", "### Step 1: x\n", "**Expected exit code:** ", "**Expected output contains:** ", "/(/", "-1",
        "## Artifacts\n", "## Constraints\n", "MAX_DURATION: ", "**FR-001**: ", "| a |\n|---|\n", "<b>", "<!--", "\ufeff",
        "## SEC-001 S\n", "- **Level:** ", "MUST", "- **CWE:** CWE-89", "- **Constraint:** ", "- **Applies to:** ",
        "yaml check\n", "forbid: ", "{text: a}", "# X Constitution\n", "### I. Y\n",
        "(NON-NEGOTIABLE)", "**Rationale**: ", "Version 1.0.0 · ",
        "ratified 2026-02-30", "Principle: SEC-003 ", "Statement: ", "Enforcement: ", "- id: SEC-001\n", "  constraint: ",
        "[PROJECT_NAME]", "extends: ", "python bad a\n",
        "[product]\n", "[product.services.web]\n", "run = ", "'{x}'", "[[", "a.b = ", "{ a = 1 }", "9e999", "\\", "\x00",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(FRAGMENTS, max_size=40).map("".join))
READ = {
    "card": read_card,
    "specification": read_specification,
    "constitution": read_constitution,
    "configuration": configuration.read,
}
PRINCIPLE = b"# T\n\n## A-1 B\n- **Level:** MUST\n- **Constraint:** "
HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "three mebibytes": b"- a\n" * (3 * 256 * 1024),
    "forty nested lists": "\n".join("  " * level + "1. x" for level in range(40)).encode(),
    "deep quotes": b"> " * 100_000 + b"x",
    "a huge line": b"# T\n\n## Steps\n1. Run `" + b"a" * 1_000_000 + b"`.\n",
    "a million brackets": b"---\nid: [" + b"[" * 1_000_000,
    "a YAML bomb": b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n---\n# T\n## Steps\n",
    "front matter that is a list": b"---\n- id\n---\n# T\n## Steps\n",
    "only front matter": b"---\nid: X\n---\n",
    "tabs": b"---\nid:\tX\n---\n# T\n\n## Steps\n1.\tRun `x`.\n\t-\tIt succeeds.\n",
    "many quotes": b"# T\n\n## Steps\n1. You see " + b'"a' * 50_000 + b"\n",
    "many backticks": b"# T\n\n## Steps\n1. Run " + b"".join(b"`" * n + b"a" for n in range(1, 400)) + b"\n",
    "many stars": b"# T\n\n## Steps\n1. " + b"*a" * 100_000 + b"\n",
    "a check that nests": PRINCIPLE + b"x\n```yaml check\nforbid: " + b"[" * 60_000,
    "a check of many keys": PRINCIPLE + b"x\n```yaml check\n" + b"a: b\n" * 12_000 + b"```\n",
    "a principle of many backticks": PRINCIPLE + b"".join(b"`" * n + b"a" for n in range(1, 1500)) + b"\n",
    "a principle of many brackets": PRINCIPLE + b"[NEEDS CLARIFICATION " * 40_000 + b"\n",
    "a principle of blanks": PRINCIPLE + b"x\n- **" + b" " * 500_000 + b"x\n- **CWE:** (" + b"(" * 200_000 + b"\n",
    "a version without end": b"# T\nversion 1" + b"-" * 500_000 + b" ratified\n## A-1 B\n- **Level:** x\n",
    "many principles": b"# T\n" + b"## A-1 B\n- **Level:** MUST\n" * 4_000,
    "a long id": b"# T\n## A" + b"-1" * 400_000 + b"!\n- **Level:** MUST\n",
    "many articles": b"# A Constitution\n## Core Principles\n" + b"### I. X\nIt MUST.\n**Why**: x\n" * 2_000,
    "many rules": b"# A Constitution\n## Rules\n" + b"- It MUST.\n" * 4_000,
    "a principle of stars": b"# A Constitution\n## Core Principles\n### I. X\n" + b"**" * 300_000 + b"Why\n",
    "many blocks of six": b"Principle: A-1\nStatement: MUST\n" * 4_000,
    "a statement without end": b"Principle: A-1\nStatement: MUST\n" + b"- x\n" * 8_000,
    "a label of blanks": b"Principle: A-1\nStatement:" + b" " * 500_000 + b"x\n**" + b" " * 500_000 + b":\n",
    "a long list": b"- id: A-1\n  constraint: x\n" * 5_000,
    "a list that nests": b"- id: A-1\n  constraint: " + b"[" * 5_000,
    "lone surrogate escapes": b'---\nid: "\\ud800"\n---\n# T\n',
}


def mistakes_of(read: Callable[..., object], text: str | bytes) -> tuple[Mistake, ...]:
    """What a reader finds wrong; nothing where it reads the text."""
    try:
        read(text, "x.md")
    except DocumentError as error:
        return error.mistakes or (_nothing_said(),)
    return ()


def _nothing_said() -> Mistake:
    pytest.fail("a document is refused without a reason")


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_a_hostile_document_is_read_or_refused(read, document):
    found = mistakes_of(lambda data, path: read(decode(data, path), path), document)
    assert all("\n" not in str(mistake) and mistake.hint for mistake in found)


@pytest.mark.parametrize("read", READ.values(), ids=READ)
@given(TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_or_refused(read, text):
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= mistake.place.line <= lines for mistake in mistakes_of(read, text))


@given(st.binary())
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_decoded_or_refused(data):
    assert len(mistakes_of(decode, data)) <= 1


@pytest.mark.parametrize(
    "name", [name for name, module in FORMATS.load_all() if module.READS in ("card", "constitution")]
)
@given(TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_reader_copes_with_texts_that_are_not_its_own(name, text):
    assert all(mistake.hint for mistake in mistakes_of(FORMATS.load(name).read, text))
