"""Waivers are read from comments and from their file, each for one principle at one place, and only while it is needed."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from harness.constitution import waivers
from harness.domain.findings import Excuse, Finding, Role, Span, Standing, Waiver, WaiverTrouble
from harness.errors import DocumentError
from harness.ports.sources import SourceFile
from tests.support.growth import ending

TODAY = date(2026, 12, 1)
TERMS = "SEC-002: migrated in May (ann, until 2027-01-31)"
KNOWN = ("SEC-001", "SEC-002", "SEC-003")


def file(text: str | bytes, path: str = "src/db.js") -> SourceFile:
    data = text.encode() if isinstance(text, str) else text
    return SourceFile(path, data, sha256(data).hexdigest())


def inline(text: str | bytes, path: str = "src/db.js") -> tuple[Waiver, ...]:
    return waivers.inline_waivers(file(text, path))


def listed(*items: str) -> tuple[Waiver, ...]:
    return waivers.read_waivers("# Waivers\n\n" + "\n".join(items) + "\n", "constitutions/waivers.md")


def finding(
    line: int = 1, principle: str = "SEC-002", path: str = "src/db.js", fingerprint: str = "ab12cd34ef"
) -> Finding:
    span = Span(path=path, line=line, end_line=line, start=1, end=2)
    return Finding(principle=principle, role=Role.VIOLATES, span=span, technique="text forbid", fingerprint=fingerprint)


def applied(found: tuple[Waiver, ...], *findings: Finding, **more: object) -> tuple[list[Standing], tuple[Waiver, ...]]:
    now, ended = waivers.apply(found, findings, KNOWN, TODAY, **more)  # type: ignore[arg-type]
    return [one.standing for one in now], ended


class TestComments:
    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ("a.py", "query(x)  # waive {}"),
            ("a.rb", "query(x) # waive {}"),
            ("a.rb", "query(x) ##waive {}"),
            ("a.js", "query(x); // waive {}"),
            ("a.rs", "query(x); /// waive {}"),
            ("a.sql", "SELECT 1; -- waive {}"),
            ("a.c", "query(x); /* waive {} */"),
            ("a.c", "/* waive {} */ query(x);"),
            ("a.c", "query(x); /** waive {}*/"),
            ("a.html", "<p> <!-- waive {} -->"),
            ("a.lisp", "(query x) ; waive {}"),
            ("a.erl", "query(X). % waive {}"),
            ("a.ml", "query x (* waive {} *)"),
            ("a.jinja", "{{{{ x | safe }}}} {{# waive {} #}}"),
            ("a.erb", "<%= x %> <%# waive {} %>"),
            ("a.erb", "<%= x %> <%-- waive {} --%>"),
            ("a.tsx", "<p>{{x}}</p> {{/* waive {} */}}"),
            ("requirements.txt", "flask==0.1  # Waive {}."),
            ("a.md", "words <!-- waive {} -->"),
        ],
    )
    def test_a_comment_beside_code_waives_its_own_line(self, path, line):
        (found,) = inline("\n\n" + line.format(TERMS) + "\n", path)
        assert (found.principle, found.reason, found.owner) == ("SEC-002", "migrated in May", "ann")
        assert (found.until, found.path, found.line, str(found.place)) == (date(2027, 1, 31), path, 3, f"{path}:3")
        assert found.trouble is None

    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ("a.py", "    # waive {}"),
            ("a.js", "\t// waive {}"),
            ("a.tsx", "  {{/* waive {} */}}"),
            ("a.html", "<!-- waive {} -->"),
            ("a.ml", "(* waive {} *)"),
        ],
    )
    def test_a_comment_alone_on_its_line_waives_the_line_below(self, path, line):
        (found,) = inline("\n" + line.format(TERMS) + "\nquery(x)\n", path)
        assert (found.place.line, found.line) == (2, 3)

    def test_several_alone_below_each_other_waive_the_line_below_them_all(self):
        text = "// waive SEC-001: a (b, until 2027-01-31)\n// waive SEC-002: a (b, until 2027-01-31)\ncode();\n"
        assert [(one.principle, one.line) for one in inline(text)] == [("SEC-001", 3), ("SEC-002", 3)]

    def test_a_line_between_ends_what_a_waiver_covers(self):
        assert [one.line for one in inline(f"// waive {TERMS}\n\ncode();\n")] == [2]

    def test_two_on_one_line_are_two(self):
        text = "code(); // waive SEC-001: a (b, until 2027-01-31) // waive SEC-002: c (d, until 2027-01-31)\n"
        assert [(one.principle, one.reason, one.line) for one in inline(text)] == [
            ("SEC-001", "a", 1),
            ("SEC-002", "c", 1),
        ]
        text = "/* waive SEC-001: a (b, until 2027-01-31) */ /* waive SEC-002: c (d, until 2027-01-31) */\ncode();\n"
        assert [one.line for one in inline(text)] == [2, 2]

    def test_the_last_line_of_a_block_comment_waives_the_line_below_its_end(self):
        text = f"/**\n * Reads.\n * waive {TERMS}\n */\nfunction read() {{}}\n"
        assert [one.line for one in inline(text)] == [5]
        assert [one.line for one in inline(f"<!-- waive {TERMS}\n-->\n<p>", "a.html")] == [3]
        assert [one.line for one in inline(f"/* waive {TERMS}\n*/ code();\n")] == [2]

    def test_a_star_within_code_is_no_comment(self):
        assert inline(f"x = 2 * waive {TERMS}\n") == ()

    def test_a_deeply_indented_star_is_one(self):
        assert len(inline(f"/*\n{' ' * 60}* waive {TERMS}\n")) == 1

    @pytest.mark.parametrize(
        "line",
        [
            "// we waive fees",
            "// waive fees for students: they are poor",
            "// waive fees: they are old",
            "// waive the fee (see the tariff)",
            "// waived SEC-002: no",
            "// waiver SEC-002: no",
            "// waive-all: no",
            "// waive",
            "// waive all fees",
            "// rewaive SEC-002",
            "waive SEC-002: a (b, until 2027-01-31)",
            "price -= 2; waiver(x)",
        ],
    )
    def test_text_that_only_talks_of_waiving_is_no_waiver(self, line):
        assert inline(line) == ()

    def test_in_prose_only_comments_of_markup_count(self):
        assert inline(f"# waive {TERMS}\n* waive {TERMS}\n", "a.md") == ()

    def test_a_text_that_begins_like_a_comment_is_none(self):
        assert inline(f'write("// waive {TERMS}")\nwrite(`# waive {TERMS}`)\n') == ()

    def test_in_python_only_comments_count(self):
        text = f'a = """\n# waive {TERMS}\n"""\nb = "x # waive {TERMS}"\nc = 1  # noqa # waive {TERMS}\n'
        assert [one.line for one in inline(text, "a.py")] == [5]

    def test_python_up_to_its_first_mistake_is_read(self):
        assert [one.line for one in inline(f"a = 1  # waive {TERMS}\nb = (\n", "a.py")] == [1]
        assert inline(f"# coding: nonsense\na = 1  # waive {TERMS}\n", "a.py") == ()

    def test_python_in_another_encoding_is_read(self):
        text = f"# coding: latin-1\na = 'é'  # waive {TERMS}\n".encode("latin-1")
        assert [one.line for one in inline(text, "a.py")] == [2]

    @pytest.mark.parametrize("path", ["a.py", "a.js"])
    def test_a_byte_order_mark_and_lines_of_windows_make_no_difference(self, path):
        comment = "#" if path == "a.py" else "//"
        (found,) = inline(b"\xef\xbb\xbf" + f"{comment} waive {TERMS}\r\nquery(x)\r\n".encode(), path)
        assert (found.line, found.until, found.trouble) == (2, date(2027, 1, 31), None)

    def test_a_waiver_at_the_end_without_a_newline_is_read(self):
        assert [(one.line, one.owner) for one in inline(f"query(x) // waive {TERMS}")] == [(1, "ann")]
        assert [one.line for one in inline(f"query(x)\n// waive {TERMS}")] == [3]

    def test_only_a_newline_ends_a_line(self):
        text = f"a\u2028b\u2029c\x0bd\x0ce\x85f\rg\n// waive {TERMS}\n"
        assert [one.place.line for one in inline(text)] == [2]


class TestTroubles:
    @pytest.mark.parametrize(
        ("text", "trouble", "said"),
        [
            ("SEC-002", "malformed", "no colon"),
            ("SEC-002 as agreed (ann, until 2027-01-31)", "malformed", "no colon"),
            ("SEC-002:", "malformed", "no reason, no owner, no date: write"),
            ("SEC-002: (ann, until 2027-01-31)", "malformed", "no reason: write"),
            ("SEC-002: ... (ann, until 2027-01-31)", "malformed", "no reason: write"),
            ("SEC-002: as agreed", "malformed", "no owner, no date"),
            ("SEC-002: as agreed (ann)", "malformed", "no date: write"),
            ("SEC-002: as agreed (until 2027-01-31)", "malformed", "no owner: write"),
            ("SEC-002: as agreed (, until 2027-01-31)", "malformed", "no owner: write"),
            ("SEC-002: as agreed (ann, until 2027-02-30)", "malformed", "`2027-02-30` is no date"),
            ("SEC-002: as agreed (ann, until 20270131)", "malformed", "`20270131` is no date"),
            ("SEC-002: as agreed (ann, until 2027-W05-1)", "malformed", "`2027-W05-1` is no date"),
            ("SEC-002: as agreed (ann, until)", "malformed", "no date"),
            ("SEC-002 too: as agreed (ann, until 2027-01-31)", "malformed", "`SEC-002 too` is not the id"),
            ("SQLI: as agreed", "malformed", "no owner, no date"),
            (f"SEC-002: {'long ' * 300}(ann, until 2027-01-31)", "malformed", "at most 1000 characters"),
            (": as agreed (ann, until 2027-01-31)", "blanket", "names no principle"),
            ("*: as agreed (ann, until 2027-01-31)", "blanket", "one principle"),
            ("*", "blanket", "one principle"),
            ("SEC-*: as agreed (ann, until 2027-01-31)", "blanket", "one principle"),
            ("all: as agreed (ann, until 2027-01-31)", "blanket", "one principle"),
            ("all", "blanket", "one principle"),
            ("SEC-002, SEC-003: as agreed (ann, until 2027-01-31)", "blanket", "several principles"),
            ("SEC-002 and SEC-003: as agreed (ann, until 2027-01-31)", "blanket", "several principles"),
            ("SEC-002,SEC-003: as agreed (ann, until 2027-01-31)", "blanket", "several principles"),
        ],
    )
    def test_what_a_comment_lacks_is_told(self, text, trouble, said):
        (found,) = inline(f"query(x) // waive {text}\n")
        assert found.trouble == trouble
        assert said in found.said
        assert applied((found,), finding())[0] == [Standing.COUNTS]

    def test_a_reason_may_hold_colons_brackets_and_any_language(self):
        (found,) = inline(
            "x # waive SEC-002: bug: 12 (see #3) – قدیمی می\u200cشود (Ann Lee, ops, until 2027-01-31).\n", "a.rb"
        )
        assert (found.reason, found.owner) == ("bug: 12 (see #3) – قدیمی می\\u200cشود", "Ann Lee, ops")
        assert found.trouble is None

    @pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2028", "\u2066", "\ufeff", "\x1b", "\r", "\x85"])
    def test_what_cannot_be_seen_makes_a_waiver_malformed(self, hidden):
        (found,) = inline(f"x // waive SEC-002: as{hidden}agreed (ann, until 2027-01-31)\n")
        assert found.trouble is WaiverTrouble.MALFORMED
        assert f"U+{ord(hidden):04X} cannot be seen" in found.said
        assert found.reason.isprintable()

    def test_an_id_with_a_character_of_no_width_is_none(self):
        (found,) = inline("query(x) // waive SEC\u200b-002: as agreed (ann, until 2027-01-31)\n")
        assert found.trouble is WaiverTrouble.MALFORMED
        assert "`SEC\\u200b-002` is not the id" in found.said
        assert applied((found,), finding())[0] == [Standing.COUNTS]

    def test_an_id_in_letters_that_look_alike_is_none(self):
        (found,) = inline("query(x) // waive S\u0415C-002: as agreed (ann, until 2027-01-31)\n")
        assert found.trouble is WaiverTrouble.MALFORMED


class TestFile:
    def test_an_item_waives_a_file_a_line_or_a_finding(self):
        found = listed(
            f"- SEC-002 `src/db.js`: {TERMS[9:]}",
            f"- SEC-002 `./src/db.js:12`: {TERMS[9:]}",
            f"- SEC-002 `src/db.js`:13: {TERMS[9:]}",
            f"- SEC-002 `src/db.js#ab12cd34`: {TERMS[9:]}",
            "* SEC-002 `src/db.js` #ab12cd34…: migrated\n  in May (ann,\n  until 2027-01-31)",
        )
        assert [(one.path, one.line, one.fingerprint) for one in found] == [
            ("src/db.js", None, ""),
            ("src/db.js", 12, ""),
            ("src/db.js", 13, ""),
            ("src/db.js", None, "ab12cd34"),
            ("src/db.js", None, "ab12cd34"),
        ]
        assert {(one.principle, one.reason, one.owner, one.trouble) for one in found} == {
            ("SEC-002", "migrated in May", "ann", None)
        }
        assert [str(one.place) for one in found][:2] == ["constitutions/waivers.md:3", "constitutions/waivers.md:4"]

    def test_a_gap_and_a_weakened_principle_are_waived_by_id(self):
        found = listed(f"- SEC-001 (gap): {TERMS[9:]}", f"- SEC-003 (weakened): {TERMS[9:]}")
        assert waivers.accepted(found, Excuse.GAP, TODAY) == {"SEC-001"}
        assert waivers.accepted(found, Excuse.WEAKENED, TODAY) == {"SEC-003"}
        assert waivers.accepted(found, Excuse.GAP, date(2027, 1, 31)) == {"SEC-001"}
        assert waivers.accepted(found, Excuse.GAP, date(2027, 2, 1)) == frozenset()
        _, ended = applied(found, gaps=["SEC-001"], weakened=["SEC-003"])
        assert [(one.used, one.trouble) for one in ended] == [(1, None), (1, None)]
        _, ended = applied(found, finding(principle="SEC-001"))
        assert [one.said for one in ended] == ["SEC-001 has no gap: remove it", "SEC-003 is not weakened: remove it"]

    @pytest.mark.parametrize(
        ("item", "trouble", "said"),
        [
            ("SEC-002: as agreed (ann, until 2027-01-31)", "blanket", "names no file"),
            ("SEC-002 ``: as agreed (ann, until 2027-01-31)", "blanket", "names no file"),
            ("SEC-002 `.`: as agreed (ann, until 2027-01-31)", "blanket", "names no file"),
            ("SEC-002 `src/`: as agreed (ann, until 2027-01-31)", "blanket", "names no file"),
            ("SEC-002 `src/*.py`: as agreed (ann, until 2027-01-31)", "blanket", "by a pattern"),
            ("SEC-002 (everywhere): as agreed (ann, until 2027-01-31)", "blanket", "names no file"),
            ("all `src/a.py`: as agreed (ann, until 2027-01-31)", "blanket", "one principle"),
            ("SEC-002 `../a.py`: as agreed (ann, until 2027-01-31)", "malformed", "not relative"),
            ("SEC-002 `/a.py`: as agreed (ann, until 2027-01-31)", "malformed", "not relative"),
            ("SEC-002 `a.py#ab12`: as agreed (ann, until 2027-01-31)", "malformed", "at least 8 digits"),
            ("SEC-002 `a.py`", "malformed", "no colon"),
            ("SEC-002 `a.py`: as agreed", "malformed", "no owner, no date: write - SEC-002 `src/db.py`"),
            ("SEC-002 (gap): as agreed (ann)", "malformed", "no date"),
            ("see the wiki", "blanket", "names no file"),
        ],
    )
    def test_what_an_item_lacks_is_told_at_its_line(self, item, trouble, said):
        (found,) = listed(f"- {item}")
        assert (found.trouble, str(found.place)) == (trouble, "constitutions/waivers.md:3")
        assert said in found.said

    def test_every_mistake_is_told_and_prose_is_no_waiver(self):
        text = "# Waivers\n\nWe waive SEC-001 `a`: never.\n\n- SEC-001\n  - SEC-002\n1. SEC-003\n"
        text += "\n```\n- SEC-004\n```\n<!--\n- SEC-005\n-->\n"
        found = waivers.read_waivers(text, "w.md")
        assert [(one.place.line, one.trouble) for one in found] == [(5, "blanket"), (6, "blanket"), (7, "blanket")]

    def test_a_file_that_is_no_document_is_refused_in_one_line(self):
        with pytest.raises(DocumentError, match=r"w\.md:2: control character"):
            waivers.read_waivers("- SEC-001\n\x00\n", "w.md")


class TestApplying:
    def test_a_finding_on_the_waived_line_is_waived_and_counted(self):
        standing, ended = applied(inline(f"query(x); // waive {TERMS}\n"), finding(), finding(), finding(line=2))
        assert standing == [Standing.WAIVED, Standing.WAIVED, Standing.COUNTS]
        assert [(one.used, one.trouble) for one in ended] == [(2, None)]

    def test_evidence_is_never_waived(self):
        shown = finding().model_copy(update={"role": Role.ENFORCES})
        standing, (ended,) = applied(inline(f"query(x); // waive {TERMS}\n"), shown)
        assert standing == [Standing.COUNTS]
        assert ended.trouble is WaiverTrouble.UNUSED

    def test_a_waiver_for_another_principle_suppresses_nothing(self):
        standing, (ended,) = applied(inline(f"query(x); // waive {TERMS}\n"), finding(principle="SEC-001"))
        assert standing == [Standing.COUNTS]
        assert (ended.trouble, ended.said) == ("unused", "SEC-002 does not need it at src/db.js:1: remove it")

    def test_a_waiver_for_another_file_suppresses_nothing(self):
        assert applied(listed(f"- SEC-002 `src/db`: {TERMS[9:]}"), finding())[0] == [Standing.COUNTS]

    def test_a_waiver_holds_through_its_last_day_and_no_longer(self):
        found = inline("query(x); // waive SEC-002: a (b, until 2026-12-01)\n")
        assert applied(found, finding())[0] == [Standing.WAIVED]
        now, (ended,) = waivers.apply(found, [finding()], KNOWN, date(2026, 12, 2))
        assert now[0].standing is Standing.COUNTS
        assert (ended.trouble, ended.used) == (WaiverTrouble.EXPIRED, 0)
        assert "ended on 2026-12-01" in ended.said

    def test_an_unknown_principle_is_told_with_the_one_that_was_meant(self):
        _, (ended,) = applied(inline("query(x); // waive SEC-0002: a (b, until 2027-01-31)\n"), finding())
        assert ended.trouble is WaiverTrouble.UNKNOWN
        assert ended.said == "there is no principle 'SEC-0002'; did you mean 'SEC-002'?"

    def test_the_closest_waiver_counts_and_a_needless_one_is_told(self):
        found = listed(
            f"- SEC-002 `src/db.js`: {TERMS[9:]}",
            f"- SEC-002 `src/db.js:1`: {TERMS[9:]}",
            f"- SEC-002 `src/db.js#ab12cd34`: {TERMS[9:]}",
            f"- SEC-002 `src/db.js:1`: again {TERMS[9:]}",
        )
        others = (
            finding(fingerprint="0" * 24),
            finding(line=7, fingerprint="1" * 24),
            finding(line=8, fingerprint="1" * 24),
        )
        standing, ended = applied(found, finding(), *others)
        assert set(standing) == {Standing.WAIVED}
        assert [one.used for one in ended] == [2, 1, 1, 0]
        assert ended[3].trouble is WaiverTrouble.UNUSED

    def test_a_waiver_of_what_was_not_decided_is_not_called_unused(self):
        found = listed(f"- SEC-001 `a.py`: {TERMS[9:]}", f"- SEC-002 `a.py`: {TERMS[9:]}")
        _, ended = applied(found, undecided=lambda waiver: waiver.principle == "SEC-001")
        assert [one.trouble for one in ended] == [None, WaiverTrouble.UNUSED]


class TestAdded:
    def test_a_waiver_that_came_with_the_change_is_told(self):
        before = inline(f"// waive {TERMS}\nquery(x);\n")
        now = inline(f"\n\n// waive {TERMS}\nquery(x);\n\nevil(); // waive SEC-001: fine (agent, until 2027-01-31)\n")
        assert [one.added for one in waivers.added(now, before)] == [False, True]

    def test_a_copy_of_an_old_waiver_is_a_new_one(self):
        before = inline(f"query(x); // waive {TERMS}\n")
        now = inline(f"query(x); // waive {TERMS}\nevil(); // waive {TERMS}\n")
        assert sum(one.added for one in waivers.added(now, before)) == 1

    def test_a_later_date_makes_a_waiver_new_and_an_earlier_one_does_not(self):
        before = inline(f"query(x); // waive {TERMS}\n")
        later, earlier = (inline(f"query(x); // waive {TERMS.replace('2027', year)}\n") for year in ("2028", "2026"))
        assert [one.added for one in waivers.added(later, before)] == [True]
        assert [one.added for one in waivers.added(earlier, before)] == [False]
        assert [one.added for one in waivers.added((*later, *earlier), before)] == [True, False]

    def test_from_one_line_to_the_whole_file_is_new(self):
        before, now = listed(f"- SEC-002 `a.py:3`: {TERMS[9:]}"), listed(f"- SEC-002 `a.py`: {TERMS[9:]}")
        assert [one.added for one in waivers.added(now, before)] == [True]

    def test_another_reason_file_or_principle_is_new(self):
        before = inline(f"x // waive {TERMS}\n")
        for now in (inline(f"x // waive {TERMS}\n", "b.js"), inline(f"x // waive {TERMS.replace('May', 'June')}\n")):
            assert [one.added for one in waivers.added(now, before)] == [True]


class TestSize:
    @pytest.mark.parametrize(("path", "comment", "half"), [("a.js", "//", 20_000), ("a.py", "#", 2_000)])
    def test_as_many_waivers_as_one_likes_are_read_in_linear_time(self, path, comment, half):
        text = f"{comment} waive SEC-002: as agreed (ann, until 2027-01-31)\n" * half
        found = inline(text + f"x = 1  {comment} waive SEC-00x: as agreed\n" * half, path)
        assert (len(found), found[0].line) == (2 * half, half + 1)

    def test_many_waivers_are_applied_and_compared_in_linear_time(self):
        one = inline(f"query(x) // waive {TERMS}\n")[0]
        found = tuple(one.model_copy(update={"principle": f"SEC-{n}", "line": n}) for n in range(20_000))
        now, ended = waivers.apply(found, [finding(line=n) for n in range(1000)], KNOWN, TODAY)
        assert len(waivers.added(ended, (one,) * 20_000)) == 20_000
        assert {one.standing for one in now} == {Standing.COUNTS}

    @pytest.mark.parametrize(
        "text",
        [
            "#" * 3_000_000 + " waive",
            "# waive " * 30_000,
            " * waive" * 30_000,
            "/* waive A-1: x */ " * 10_000,
            "// waive A-1: " + " " * 3_000_000 + "(",
            "// waive " + "A-1" * 300_000,
            "// waive A-1: " + "(" * 1_000_000,
            ("// waive A-1: ) " + " " * 900 + "x\n") * 2_000,
            ("// waive " + "A" * 900 + "!\n") * 2_000,
            ("// waive A-1: a (" + "until " * 150 + ")\n") * 2_000,
        ],
    )
    def test_no_text_makes_reading_slow(self, text):
        with ending():
            inline(text)
