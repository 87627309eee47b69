"""Every kind of check brings principles that work on their own samples, and others that are refused or seen to be broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness.app.check_tools import open_tools
from harness.constitution.canary import sample_tree, trials, try_samples
from harness.constitution.jobs import KINDS, jobs_of
from harness.domain.configuration import Configuration
from harness.domain.findings import Doubt, DoubtKind
from harness.errors import DocumentError
from harness.ports.sources import Tools
from harness.readers import read_constitution

SAMPLES = [
    pytest.param(text, fine, id=f"{name}-{'good' if fine else 'bad'}-{number}")
    for name, kind in KINDS.load_all()
    for fine in (True, False)
    for number, text in enumerate(kind.GOOD if fine else kind.BAD)
    if not getattr(kind, "NEEDS_NO_CANARY", False) and not getattr(kind, "ALONE_IS_NOT_ENOUGH", False)
]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    root: Path = tmp_path_factory.mktemp("project")
    for _, kind in KINDS.load_all():
        for name, text in getattr(kind, "CHECKS_OF_GOOD", {}).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
    with ExitStack() as open_things:
        yield open_things.enter_context(open_tools(root, Configuration(), ()))


def troubles(text: str, tools: Tools) -> list[Doubt]:
    principles = read_constitution(f"# Samples\n\n{text}", "constitutions/sample.md").principles
    return [
        doubt
        for trial in trials(principles, try_samples(jobs_of(principles), tools, sample_tree))
        for doubt in trial.troubles
    ]


@pytest.mark.requires_cell
@pytest.mark.parametrize(("text", "fine"), SAMPLES)
def test_the_samples_of_a_kind_tell_what_works_and_what_does_not(text: str, fine: bool, tools: Tools) -> None:
    mistakes: Sequence[object] = ()
    found: list[Doubt] = []
    try:
        found = troubles(text, tools)
    except DocumentError as error:
        mistakes = error.mistakes
    if mistakes:
        assert not fine, [str(mistake) for mistake in mistakes]
        return
    assert not [doubt for doubt in found if doubt.kind is DoubtKind.TOOL]
    assert (found == []) is fine


def test_there_is_a_sample_of_every_kind() -> None:
    for name, kind in KINDS.load_all():
        assert kind.GOOD, name
        assert kind.BAD, name
