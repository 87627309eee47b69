"""The document about constitutions is true: its checks can be read, its principles work, and no kind or outcome is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from harness import constitution
from harness.app.check_tools import open_tools
from harness.constitution import checks
from harness.constitution.canary import sample_tree, trials, try_samples
from harness.constitution.jobs import jobs_of
from harness.domain.configuration import Configuration
from harness.domain.findings import Outcome
from harness.domain.principles import Constitution
from harness.plugins import Family
from harness.readers import read_constitution

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "constitution.md").read_text()
KINDS = Family(checks).names()
LIBRARY = Path(constitution.__file__).parent / "library"


def blocks(info: str) -> Iterator[str]:
    """The content of every block of an info string, of those too that stand in a block of Markdown."""
    for token in MarkdownIt().parse(TEXT):
        if token.info.strip() == info:
            yield token.content
        if token.info.strip() == "markdown":
            yield from (inner.content for inner in MarkdownIt().parse(token.content) if inner.info.strip() == info)


def around(check: str) -> Constitution:
    """A constitution of one principle with the check."""
    principle = "## DOC-001 A principle\n\n- **Level:** MUST\n- **Constraint:** It MUST be so.\n"
    return read_constitution(f"# Sample\n\n{principle}\n```yaml check\n{check}```\n", "sample.md")


CHECKS = list(blocks("yaml check"))


@pytest.mark.parametrize("check", CHECKS, ids=range(len(CHECKS)))
def test_a_check_in_the_document_can_be_read(check: str) -> None:
    assert jobs_of(around(check).principles)


def test_every_kind_has_a_section_with_a_check_of_it() -> None:
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##)", TEXT, re.DOTALL | re.MULTILINE))
    assert set(sections) == {*KINDS}
    shown = {job.spec.kind for check in CHECKS for job in jobs_of(around(check).principles)}
    assert shown == {*KINDS}


def test_every_use_of_a_check_and_every_form_of_what_is_required_is_shown() -> None:
    for word in ("forbid:", "require:", "at-least-one:", "must:", "before:", "within:"):
        assert any(word in check for check in CHECKS), word


def test_the_principles_in_the_document_work_on_their_own_samples() -> None:
    documents = [block for block in blocks("markdown") if "\n## " in f"\n{block}"]
    assert len(documents) >= 2
    for text in documents:
        principles = read_constitution(text if "\n# " in text else f"# Sample\n\n{text}", "sample.md").principles
        with open_tools(ROOT, Configuration(), principles) as tools:
            canaries = try_samples(jobs_of(principles), tools, sample_tree)
        assert [trial.troubles for trial in trials(principles, canaries)] == [()] * len(principles)


def test_every_outcome_and_every_shipped_constitution_is_in_a_table() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", TEXT, re.MULTILINE)
    assert set(listed) == {*Outcome, *(path.stem for path in LIBRARY.glob("*.md"))}
