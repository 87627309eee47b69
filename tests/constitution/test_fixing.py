"""Safe fixes are joined to one content for each file, shown as a diff that applies, and refused where they would break it."""

from __future__ import annotations

import subprocess
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.constitution.fixing import Edit, FilePatch, parsed, plan_fixes
from harness.constitution.patches import as_diff
from harness.domain.findings import Finding, Fix, Role, Span, Standing
from harness.ports.sources import SourceFile, Unread


def finding(data: bytes, old: bytes, new: str, path: str = "a.py", after: int = 0, **fields: object) -> Finding:
    """A finding at the first ``old`` at or after an offset, as the engine would tell of it."""
    start = data.index(old, after)
    end = start + len(old)
    line, end_line = data.count(b"\n", 0, start) + 1, data.count(b"\n", 0, end) + 1
    shown = data.decode("utf-8", "replace").split("\n")[line - 1 : data.count(b"\n", 0, max(end - 1, start)) + 1]
    values: dict[str, object] = {
        "principle": "SEC-002",
        "role": Role.VIOLATES,
        "span": Span(path=path, line=line, end_line=end_line, start=start, end=end),
        "technique": "pattern forbid",
        "lines": tuple(one.rstrip("\r") for one in shown[:5]),
        "fingerprint": "ab" * 12,
        "fix": Fix(text=new, safe=True),
    }
    return Finding.model_validate({**values, **fields})


def plan(data: bytes, *findings: Finding) -> tuple[FilePatch, ...]:
    return plan_fixes(findings, lambda path: SourceFile(path, data, sha256(data).hexdigest()))


class NoBraces:
    """A syntax in which an opening brace is a mistake."""

    def begin(self, files, thorough):
        self.files, self.thorough = files, thorough
        return self

    def results(self):
        return {file.path: (2, "a brace") for file in self.files if b"{" in file.data}


class TestPlanning:
    def test_fixes_of_a_file_are_made_together(self):
        data = "é = eval(x)\ny = eval(z)\n".encode()
        first, second = finding(data, b"eval(x)", "parse(x)"), finding(data, b"eval(z)", "p(z)")
        (patch,) = plan(data, second, first)
        assert patch.after.decode() == "é = parse(x)\ny = p(z)\n"
        assert (patch.path, patch.sha256, patch.fixed) == ("a.py", sha256(data).hexdigest(), (first, second))

    @pytest.mark.parametrize(
        "fields",
        [
            {"fix": None},
            {"fix": Fix(text="parse(x)")},
            {"role": Role.ENFORCES},
            {"standing": Standing.WAIVED},
            {"standing": Standing.KNOWN},
            {"span": Span(path="a.py")},
            {"fix": Fix(text="eval(x)", safe=True)},
        ],
    )
    def test_only_what_counts_and_has_a_safe_fix_is_fixed(self, fields):
        data = b"eval(x)\n"
        assert plan(data, finding(data, b"eval(x)", "parse(x)", **fields)) == ()

    def test_of_fixes_that_touch_each_other_the_first_is_made(self):
        data = b"f(g(h(x)))\n"
        inner, outer = finding(data, b"g(h(x))", "k()"), finding(data, b"f(g(h(x)))", "z()")
        same = finding(data, b"f(g", "y")
        (patch,) = plan(data, inner, outer, same)
        assert (patch.after, patch.fixed) == (b"y(h(x)))\n", (same,))

    def test_fixes_side_by_side_are_both_made(self):
        data = b"abcd\n"
        (patch,) = plan(data, finding(data, b"ab", "1"), finding(data, b"cd", "2"))
        assert patch.after == b"12\n"

    def test_one_fix_found_by_two_checks_is_made_once(self):
        data = b"eval(x)\n"
        (patch,) = plan(data, finding(data, b"eval", "parse"), finding(data, b"eval", "parse", principle="SEC-003"))
        assert patch.after == b"parse(x)\n"

    def test_line_ends_of_the_file_are_kept(self):
        data = b"a\r\neval(x)\r\nb\r\n"
        (patch,) = plan(data, finding(data, b"eval(x)", "if x:\n    y()\r\n"))
        assert patch.after == b"a\r\nif x:\r\n    y()\r\n\r\nb\r\n"

    def test_each_file_has_its_own_patch_sorted_by_path(self):
        data = b"eval(x)\n"
        patches = plan(data, *(finding(data, b"eval", "parse", path) for path in ("b.py", "a.py")))
        assert [patch.path for patch in patches] == ["a.py", "b.py"]

    def test_a_file_that_changed_since_it_was_checked_is_refused(self):
        data = b"a\nb\nc\nd\ne\nf\ng eval(x)\n"
        found = finding(data, data[:-1], "")
        assert plan(data, found)[0].refused == ""
        for changed in (b"\n" + data, data.replace(b"e\n", b"z\n"), data[:5], data.replace(b"f\ng", b"f;g"), b""):
            (patch,) = plan(changed, found)
            assert (patch.refused, patch.edits) == ("it has changed since it was checked", ())

    def test_a_file_that_cannot_be_read_is_refused(self):
        data = b"eval(x)\n"
        (patch,) = plan_fixes([finding(data, b"eval", "parse")], lambda path: Unread(path, "gone"))
        assert (patch.path, patch.refused, patch.after) == ("a.py", "gone", b"")

    def test_what_is_not_utf8_stays_as_it_is(self):
        data = b"x = '\xe9'\neval(x)\n"
        assert plan(data, finding(data, b"eval", "parse"))[0].refused == "it is not UTF-8"
        data = "é\n".encode()
        cut = finding(data, b"\xc3", "")
        assert plan(data, cut)[0].refused == "a fix would leave it no UTF-8"

    def test_a_file_that_would_no_longer_parse_is_refused(self):
        data = b"eval(x)\n"
        good, bad = finding(data, b"eval", "parse"), finding(data, b"eval", "{", "b.py")
        patches = parsed((*plan(data, good, bad), FilePatch("c.py", refused="gone")), NoBraces())
        assert [patch.refused for patch in patches] == ["", "it would no longer parse: line 2: a brace", "gone"]

    def test_without_a_patch_nothing_is_parsed(self):
        assert parsed((), NoBraces()) == ()
        refused = FilePatch("c.py", refused="gone")
        assert parsed((refused,), NoBraces()) == (refused,)


class TestDiff:
    def test_a_diff_shows_three_lines_around_each_change(self):
        data = b"".join(b"%d\n" % number for number in range(1, 21))
        (patch,) = plan(data, finding(data, b"5", "five"), finding(data, b"9", "9\n9b"), finding(data, b"20\n", ""))
        assert as_diff([patch, FilePatch("b.py", refused="gone")]) == (
            "--- a/a.py\n+++ b/a.py\n"
            "@@ -2,11 +2,12 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n+9b\n 10\n 11\n 12\n"
            "@@ -17,4 +18,3 @@\n 17\n 18\n 19\n-20\n"
        )

    def test_a_missing_newline_at_the_end_is_shown(self):
        data = b"a\nb"
        (patch,) = plan(data, finding(data, b"b", "c"))
        assert as_diff([patch]).endswith(" a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n")

    def test_a_change_that_leaves_all_as_it_was_is_no_diff(self):
        assert as_diff([FilePatch("a", "", b"ab\n", (Edit(0, 1, b"a"),))]) == ""

    def test_a_name_cannot_forge_a_line_of_the_diff(self):
        patch = FilePatch("a\n+++ b/x", "", b"a\n", (Edit(0, 1, b"b"),))
        assert as_diff([patch]).count("\n+++") == 1

    def test_a_large_file_with_a_change_at_each_end_takes_no_time(self):
        data = b"\n" * 2_000_000
        patch = FilePatch("a", "", data, (Edit(0, 0, b"x"), Edit(len(data), len(data), b"y")))
        assert as_diff([patch]).count("\n") == 2 + 2 * 6

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        data=st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"c\r\n", b"d"]), max_size=30).map(b"".join),
        places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5)), max_size=5),
        text=st.sampled_from([b"", b"x", b"a\n", b"\n", b"y\nz", b"d"]),
    )
    def test_a_diff_applied_by_git_gives_what_is_written(self, tmp_path, data, places, text):
        edits, at = [], 0
        for start, length in sorted(places):
            if at <= start <= len(data):
                at = min(start + length, len(data))
                edits.append(Edit(start, at, text))
                at = max(at, start + 1)
        patch = FilePatch("a", "", data, tuple(edits))
        diff = as_diff([patch])
        assert bool(diff) == (patch.after != data)
        if diff and data and patch.after:  # git wants /dev/null for the name of a file that is empty
            (tmp_path / "a").write_bytes(data)
            subprocess.run(
                ["git", "apply", "--whitespace=nowarn", "-"],
                input=diff.encode(),
                cwd=tmp_path,
                check=True,
                env={
                    "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
                    "PATH": "/usr/bin:/bin",
                    "GIT_CONFIG_NOSYSTEM": "1",
                },
            )
            assert (tmp_path / "a").read_bytes() == patch.after
