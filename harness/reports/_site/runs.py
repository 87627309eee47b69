"""The recorded runs that a site rests on, newest first: of which tree, how they ended, whether their records are believed."""

from __future__ import annotations

from harness.domain.verdicts import ExitCode
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.words import counted, seconds
from harness.reports._site.data import RunLine, SiteData
from harness.reports._site.filtering import filter_form, select
from harness.reports._site.frame import command, empty, heading, moment, page, scrolled
from harness.reports._site.places import Section, anchor
from harness.reports._site.rows import row, rows_table
from harness.reports._site.tones import of_exit, tag

_WORDS = {ExitCode.PASS: "passed", ExitCode.FAIL: "failed"}


def runs_page(data: SiteData) -> str:
    """Every run that was read."""
    path = Section.RUNS.path
    if not data.runs:
        how = (command("harness verify"), " runs everything that the project has.")
        return page(data, path, Section.RUNS, "Runs", heading("Runs"), _notes(data), empty("No run is recorded.", *how))
    told = [_state(line) for line in data.runs]
    states = [
        (name, told.count(name), of_exit(code)) for code, name in (*_WORDS.items(), (ExitCode.UNDECIDED, "undecided"))
    ]
    columns = ("Result", "Run", "What", "Tree", "When (UTC)", "Took", "Record")
    left = element("p", f"{counted(data.more_runs, 'older run')} not read.", class_="note") if data.more_runs else None
    return page(
        data,
        path,
        Section.RUNS,
        "Runs",
        heading("Runs"),
        _notes(data),
        filter_form(
            "runs", states, (select("what", "kind", (kind.value for line in data.runs for kind in line.kinds)),)
        ),
        scrolled(rows_table("run-rows", columns, map(_row, data.runs), "Runs"), label="Runs"),
        left,
    )


def _notes(data: SiteData) -> Child:
    if not data.notes:
        return None
    return element(
        "div",
        element("strong", "What could not be read or believed"),
        element("ul", *(element("li", one) for one in data.notes)),
        class_="callout bad",
    )


def _state(line: RunLine) -> str:
    return _WORDS.get(line.exit_code, "undecided")


def _row(line: RunLine) -> Markup:
    trouble = element("span", f"not believed: {line.trouble}", class_="why bad") if line.trouble else None
    problems = [element("span", one, class_="why") for one in line.problems[:3]]
    what = joined(
        element("span", ", ".join(line.kinds)), element("span", _counts(line), class_="soft small"), trouble, *problems
    )
    current = {True: "this tree", False: "another tree", None: ""}[line.is_current]
    tree = joined(element("code", line.tree[:12], title=line.tree), element("span", current, class_="soft small"))
    return row(
        _state(line),
        joined(element("code", line.id), element("code", line.command, class_="soft small")),
        ("What", what),
        ("Tree", tree),
        ("When", moment(line.finished).removesuffix(" UTC")),
        ("Took", seconds(line.seconds)),
        ("Record", _record(line)),
        before=tag(_state(line), of_exit(line.exit_code)),
        id=anchor("run", line.id),
        what=line.kinds[0].value if line.kinds else "",
    )


def _counts(line: RunLine) -> str:
    told = [f"{counted(line.cards, 'card')}, {line.failed} failed"] if line.cards else []
    told += [f"{counted(line.cases, 'case')}, {line.differing} differing"] if line.cases else []
    told += [counted(line.violations, "violation")] if line.violations is not None else []
    told += ["interrupted"] if line.interrupted else []
    return "; ".join(told)


def _record(line: RunLine) -> Markup:
    checked = "holds against its own events" if line.is_checked and not line.trouble else ""
    spent = f"{line.tokens:,} tokens, ${line.dollars:.4f}" if line.tokens else ""
    told = (f"isolation {line.isolation}" if line.isolation else "", checked, spent)
    return joined(*(element("span", one, class_="soft small") for one in told if one))
