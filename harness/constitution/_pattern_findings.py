"""What the matches of one job say of its principle: occurrences, and places where a condition is fulfilled or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from harness.constitution._pattern_form import PatternCheck, Wanted
from harness.constitution._pattern_outcome import GRAMMARS, Outcome
from harness.constitution._pattern_plan import JobRules
from harness.constitution._pattern_syntax import syntax_rules
from harness.constitution.kinds import Doubtful, Job, Match, Seen
from harness.domain.findings import DoubtKind, Role
from harness.ports.sources import Node, RuleMatch, SourceFile, Syntax

_NAMELESS = "<lambda>"
"""How a function without a name is called in the names of symbols."""


def findings(rules: JobRules, outcome: Outcome, syntax: Syntax) -> Iterator[Seen]:
    """What one job sees: its doubts first."""
    job, options = rules.job, rules.job.options
    for path, trouble in sorted(outcome.troubles.items()):
        if path in rules.files:
            yield Doubtful(job.key, trouble.kind, trouble.reason, path, trouble.line)
    yield from _excess(rules, outcome)
    found = outcome.of(rules.first.id)
    if options.wanted is Wanted.BEFORE and found and not syntax.knows(rules.first.language):
        reason = f"where functions begin in {rules.first.language} is not known without its grammar: {GRAMMARS}"
        yield Doubtful(job.key, DoubtKind.TOOL, reason)
        return
    if rules.second is not None and any(rule.id in outcome.excess for rule in rules.all):
        return  # a place whose condition was not looked for would seem to lack it
    for path in sorted(found):
        yield from _in_file(rules, outcome, rules.files[path], syntax)


def _excess(rules: JobRules, outcome: Outcome) -> Iterator[Seen]:
    for rule in rules.all:
        if (kept := outcome.excess.get(rule.id)) is not None:
            reason = f"it matches so often that only {kept} places were looked at: ask for less with one rule"
            yield Doubtful(rules.job.key, DoubtKind.TOOL, reason)
    if any(rule.id in outcome.excess for rule in syntax_rules(rules.first.language)):
        yield Doubtful(rules.job.key, DoubtKind.TOOL, "so many files have mistakes of syntax that not all are listed")


def _in_file(rules: JobRules, outcome: Outcome, file: SourceFile, syntax: Syntax) -> Iterator[Match]:
    matches = _distinct(outcome.of(rules.first.id)[file.path])
    job = rules.job
    if rules.second is None:
        role = Role.VIOLATES if job.options.wanted is Wanted.ABSENT else Role.ENFORCES
        for match in matches:
            yield _match(job, match, role)
        return
    seconds = outcome.of(rules.second.id).get(file.path, ())
    if job.options.wanted is Wanted.MUST:
        spans = {(match.start, match.end) for match in seconds}
        fulfilled = [(match.start, match.end) in spans for match in matches]
    else:
        fulfilled = _preceded(matches, seconds, file, syntax)
    for match, holds in zip(matches, fulfilled, strict=True):
        yield _match(job, match, Role.ENFORCES if holds else Role.VIOLATES)


def _match(job: Job[PatternCheck], match: RuleMatch, role: Role) -> Match:
    options = job.options
    violates = role is Role.VIOLATES
    missing = options.missing if violates else ""
    return Match(
        job.key,
        role,
        match.path,
        match.start,
        match.end,
        note="; ".join(part for part in (missing, options.note) if part),
        fix=match.replacement if violates else None,
        safe=options.safe and violates and match.replacement is not None,
    )


def _distinct(matches: Sequence[RuleMatch]) -> list[RuleMatch]:
    """One match for each span: a statement may be no longer than the expression in it, and both be matched."""
    return list({(match.start, match.end): match for match in reversed(matches)}.values())[::-1]


def _preceded(
    matches: Sequence[RuleMatch], seconds: Sequence[RuleMatch], file: SourceFile, syntax: Syntax
) -> list[bool]:
    """Whether one of the others comes before each match, in the same function and with the same metavariables."""
    spans = [(match.start, match.end) for match in (*matches, *seconds)]
    nodes = syntax.nodes(file, spans)
    others = list(zip(seconds, nodes[len(matches) :], strict=True))
    return [
        any(
            other.end <= match.start and _reaches(scope, node) and _agree(match.metavariables, other.metavariables)
            for other, scope in others
        )
        for match, node in zip(matches, nodes[: len(matches)], strict=True)
    ]


def _reaches(outer: Node, inner: Node) -> bool:
    """Whether what is done in one scope is done for the other: they are the same, or only nameless functions lie between."""
    if not (outer.symbol_start <= inner.symbol_start and inner.symbol_end <= outer.symbol_end):
        return False
    symbol = inner.symbol
    while symbol != outer.symbol:
        if symbol.rpartition(".")[2] != _NAMELESS:
            return False
        symbol = symbol.rpartition(".")[0]
    return True


def _agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(_plain(one[name]) == _plain(other[name]) for name in one.keys() & other.keys())


def _plain(text: str) -> str:
    return " ".join(text.split())
