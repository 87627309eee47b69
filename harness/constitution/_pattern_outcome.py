"""Carries a plan out: matching and parsing side by side, and a second opinion on what may be a mistake of syntax."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from harness.constitution._pattern_comments import without_comments
from harness.constitution._pattern_plan import Plan, Trouble
from harness.constitution._pattern_spellings import is_spelling, spelt_otherwise
from harness.constitution._pattern_syntax import is_empty, is_error
from harness.domain.findings import DoubtKind
from harness.domain.languages import language_of
from harness.ports.sources import Excess, Matching, RuleMatch, SourceFile, Syntax, Tools, Unread

GRAMMARS = "`pip install 'spec-harness[languages]'` brings the grammars along"
_SHOWN = 40


@dataclass
class Outcome:
    """What came of it: matches by rule and path in order, how many are kept of rules with too many, and files in trouble."""

    matches: dict[str, dict[str, list[RuleMatch]]] = field(default_factory=dict)
    excess: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)

    def of(self, rule: str) -> Mapping[str, Sequence[RuleMatch]]:
        """The matches of a rule by path."""
        return self.matches.get(rule, {})


def carry_out(plan: Plan, tools: Tools) -> Outcome:
    """Ask, and wait for every answer. Raises MachineError."""
    outcome = Outcome(troubles=dict(plan.troubles))
    parsing = tools.syntax.begin(plan.parsed, frozenset())
    matching = tools.structure.begin(plan.rules, plan.matched)
    again = _begin_again(plan, tools)
    suspects = _take(outcome, matching.results(), {file.path: file for file in plan.matched})
    if again is not None:
        _take_again(outcome, again.results())
    for path, trouble in _second_opinion(suspects, tools.syntax).items():
        outcome.troubles.setdefault(path, trouble)
    for path, (line, what) in parsing.results().items():
        outcome.troubles[path] = Trouble(DoubtKind.UNPARSABLE, what, line)
    return outcome


def _take(
    outcome: Outcome, results: Iterable[RuleMatch | Unread | Excess], files: Mapping[str, SourceFile]
) -> Sequence[SourceFile]:
    """Take in what was found; the files in which something may be missing come back."""
    suspects: dict[str, SourceFile] = {}
    for result in results:
        if isinstance(result, Unread):
            outcome.troubles[result.path] = Trouble(DoubtKind.UNREADABLE, f"it {result.reason}")
        elif isinstance(result, Excess):
            outcome.excess[result.rule] = result.kept
        elif is_error(result.rule):
            outcome.troubles.setdefault(result.path, _error(files[result.path], result))
        elif is_spelling(result.rule):
            _take_name(outcome, files[result.path], result)
        elif is_empty(result.rule):
            suspects[result.path] = files[result.path]
        else:
            outcome.matches.setdefault(result.rule, {}).setdefault(result.path, []).append(result)
    return tuple(suspects.values())


def _begin_again(plan: Plan, tools: Tools) -> Matching | None:
    """Match without comments where a comment may keep a rule from matching; None where there is no such file."""
    files: list[SourceFile] = []
    paths: dict[str, set[str]] = {}
    for file, ids in plan.disturbed:
        if comments := tools.syntax.comments(file):
            files.append(without_comments(file, comments))
            for id in ids:
                paths.setdefault(id, set()).add(file.path)
    rules = [replace(rule, paths=frozenset(paths[rule.id])) for rule in plan.rules if rule.id in paths]
    return tools.structure.begin(rules, files) if files else None


def _take_again(outcome: Outcome, results: Iterable[RuleMatch | Unread | Excess]) -> None:
    """Add what was found without comments alone; a fix of it would lose the comment, so it has none."""
    known = {
        (rule, path, match.start, match.end)
        for rule, paths in outcome.matches.items()
        for path, matches in paths.items()
        for match in matches
    }
    for result in results:
        if isinstance(result, Unread):
            outcome.troubles.setdefault(result.path, Trouble(DoubtKind.UNREADABLE, f"it {result.reason}"))
        elif isinstance(result, Excess):
            outcome.excess.setdefault(result.rule, result.kept)
        elif (result.rule, result.path, result.start, result.end) not in known:
            matches = outcome.matches.setdefault(result.rule, {}).setdefault(result.path, [])
            insort(matches, replace(result, replacement=None), key=lambda match: (match.start, match.end))


def _error(file: SourceFile, match: RuleMatch) -> Trouble:
    line = file.data.count(b"\n", 0, match.start) + 1
    text = file.data[match.start : match.end].decode(errors="replace").strip().partition("\n")[0]
    return Trouble(DoubtKind.UNPARSABLE, f"syntax error at `{text[:_SHOWN]}`" if text else "syntax error", line)


def _take_name(outcome: Outcome, file: SourceFile, match: RuleMatch) -> None:
    name = file.data[match.start : match.end].decode(errors="replace")
    if spelt_otherwise(name):
        reason = f"the name `{name[:_SHOWN]}` is read as another one, which no pattern would match: write it plainly"
        line = file.data.count(b"\n", 0, match.start) + 1
        outcome.troubles.setdefault(file.path, Trouble(DoubtKind.UNREADABLE, reason, line))


def _second_opinion(suspects: Sequence[SourceFile], syntax: Syntax) -> dict[str, Trouble]:
    """Whether something is really missing in files that hold a node without text."""
    known: list[SourceFile] = []
    unknown: list[SourceFile] = []
    for file in suspects:
        (known if syntax.knows(language_of(file.path) or "") else unknown).append(file)
    found = syntax.begin(known, frozenset(file.path for file in known)).results() if known else {}
    troubles = {path: Trouble(DoubtKind.UNPARSABLE, what, line) for path, (line, what) in found.items()}
    reason = f"something seems to be missing in it, and without a grammar nobody can tell what: {GRAMMARS}"
    return troubles | {file.path: Trouble(DoubtKind.UNPARSABLE, reason) for file in unknown}
