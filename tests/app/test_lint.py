from __future__ import annotations

from harness.app.lint import lint_errors
from harness.app.project import load_project
from harness.lint.samples import sample


def test_errors_are_grouped_by_card_and_warnings_left_out(tmp_path):
    (tmp_path / "testcards").mkdir()
    (tmp_path / "testcards/bad.md").write_text(sample(front="id: A", bad_input=None))
    (tmp_path / "testcards/good.md").write_text(sample())
    project = load_project(tmp_path)
    found = lint_errors(project, project.cards)
    assert {path: [mistake.code for mistake in mistakes] for path, mistakes in found.items()} == {
        "testcards/bad.md": ["CARD102", "CARD110"]
    }
