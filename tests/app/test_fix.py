"""Fixes are planned on the files as they are, and each file is written on its own."""

from __future__ import annotations

from harness.app.fix import as_diff, planned, write_fixes
from harness.domain.findings import Finding, Fix, Role, Span


class AnySyntax:
    def begin(self, files, thorough):
        return self

    def results(self):
        return {}


def finding(path: str, line: str = "eval(x)") -> Finding:
    return Finding(
        principle="SEC-001",
        role=Role.VIOLATES,
        span=Span(path=path, start=0, end=4),
        technique="pattern forbid",
        lines=(line,),
        fingerprint="ab" * 12,
        fix=Fix(text="parse", safe=True),
    )


def test_files_are_fixed_and_those_that_changed_are_told(tmp_path):
    for name in ("a.py", "b.py", "c.py", "d.py"):
        (tmp_path / name).write_text("eval(x)\n")
    (tmp_path / "b.py").write_text("exec(x)\n")
    patches = planned(tmp_path, [finding(name) for name in ("a.py", "b.py", "c.py", "gone.py")], AnySyntax())
    assert as_diff(patches).count("+parse(x)\n") == 2
    assert (tmp_path / "a.py").read_text() == "eval(x)\n"
    (tmp_path / "c.py").write_text("newer\n")
    told = {patch.path: patch.refused for patch in write_fixes(tmp_path, patches)}
    assert told == {
        "a.py": "",
        "b.py": "it has changed since it was checked",
        "c.py": "'c.py' has changed since it was read",
        "gone.py": "cannot be read: No such file or directory",
    }
    assert (tmp_path / "a.py").read_text() == "parse(x)\n"
    assert (tmp_path / "c.py").read_text() == "newer\n"
