"""What stood at an older revision is told by its fingerprints, found by the same check."""

from __future__ import annotations

import pytest

from harness.app.since import known_since
from harness.domain.findings import Finding, Outcome, PrincipleResult, Role, Span
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.errors import UsageError
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git


def checked(folder):
    """One finding for each line of ``bad.txt``, its fingerprint the first word of the line."""
    lines = [line.split()[0] for line in (folder / "bad.txt").read_text().splitlines()]
    spans = [Span(path="bad.txt", line=number) for number in range(1, len(lines) + 1)]
    findings = tuple(
        Finding(principle="A-1", role=Role.VIOLATES, span=span, technique="text forbid", fingerprint=line)
        for span, line in zip(spans, lines, strict=True)
    )
    yield PrincipleResult(
        id="A-1",
        title="No",
        level=Level.MUST,
        constraint="No.",
        place=Place(path="a.md"),
        sha256="",
        outcome=Outcome.VIOLATION,
        findings=findings,
    )


def test_the_fingerprints_of_an_older_revision_are_counted(tmp_path):
    repository = Repository.create(tmp_path, {"bad.txt": "aa\nbb\naa\n"})
    repository.write({"bad.txt": "cc"})
    assert known_since(tmp_path, "HEAD", checked) == {"aa": 2, "bb": 1}


@pytest.mark.parametrize("until", ["2099-01-31", "2001-01-31"])
def test_what_was_waived_then_is_not_known(tmp_path, until):
    terms = f"agreed (ann, until {until})"
    files = {
        "bad.txt": f"aa\nbb # waive A-1: {terms}\ncc\ndd\n",
        "constitutions/waivers.md": f"- A-1 `bad.txt:3`: {terms}\n",
    }
    Repository.create(tmp_path, files)
    assert known_since(tmp_path, "HEAD", checked) == {"aa": 1, "dd": 1}


def test_an_invalid_file_of_waivers_waived_nothing(tmp_path):
    repository = Repository.create(tmp_path, {"bad.txt": "aa\n", "constitutions/waivers.md": "\x00"})
    assert known_since(tmp_path, "HEAD", checked) == {"aa": 1}
    (tmp_path / "bad.txt").unlink()
    repository.write({"constitutions/waivers.md": ""})
    repository.commit()

    def gone(folder):
        repository.write({"bad.txt": "aa\n"})
        return checked(tmp_path)

    assert known_since(tmp_path, "HEAD", gone) == {"aa": 1}


def test_an_unknown_revision_checks_nothing(tmp_path):
    Repository.create(tmp_path, {"bad.txt": ""})
    with pytest.raises(UsageError, match="no revision `v9`"):
        known_since(tmp_path, "v9", lambda folder: pytest.fail("must not be called"))
