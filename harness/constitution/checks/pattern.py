"""Structure, in ast-grep's own rule language; what a value is and where it comes from is a matter of ``dataflow``.

A rule finds nothing in what does not parse, so every file that a check looks at is asked for mistakes of syntax as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution._pattern_findings import findings
from harness.constitution._pattern_form import PatternCheck, Wanted, read_check
from harness.constitution._pattern_outcome import carry_out
from harness.constitution._pattern_plan import JobRules, plan, rules_of
from harness.constitution._pattern_samples import BAD, GOOD
from harness.constitution.kinds import Doubtful, Job, Quantifier, Scope, Seen
from harness.domain.findings import DoubtKind
from harness.domain.languages import is_written_in, usual_ending
from harness.domain.principles import CheckSpec, Use
from harness.errors import MachineError
from harness.ports.sources import SourceFile, Tools

__all__ = ["BAD", "BY_SUFFIX", "GOOD", "SCOPE", "looks_at", "quantifier", "read", "scan"]

SCOPE = Scope.FILE
BY_SUFFIX = True


def read(spec: CheckSpec) -> PatternCheck:
    """The check. Raises DocumentError with every mistake that can be found without asking ast-grep."""
    return read_check(spec)


def quantifier(use: Use, options: PatternCheck) -> Quantifier:
    """What is required is so at least once, or everywhere with a condition."""
    if options.wanted is Wanted.ABSENT:
        return Quantifier.ABSENT
    return Quantifier.AT_LEAST_ONE if options.wanted is Wanted.AT_LEAST_ONE else Quantifier.EVERYWHERE


def looks_at(options: PatternCheck, path: str) -> bool:
    """A file whose name says that it is in the language; what is asked of TypeScript is asked of ``.tsx`` as well."""
    return is_written_in(path, options.language)


def scan(
    jobs: Sequence[Job[PatternCheck]], files: Sequence[SourceFile], tools: Tools, *, filtered: bool = True
) -> Iterator[Seen]:
    """What each job finds in the files of its language, and what keeps it from telling.

    ``filtered``: a file is matched only against rules whose words it contains, which changes nothing but the time it takes.
    Raises MachineError.
    """
    yield from _scan(rules_of(jobs, files), files, tools, filtered)


def _scan(all_rules: Sequence[JobRules], files: Sequence[SourceFile], tools: Tools, filtered: bool) -> Iterator[Seen]:
    try:
        outcome = carry_out(plan(all_rules, files, filtered), tools)
    except MachineError:
        wrong = tools.structure.invalid([rule for rules in all_rules for rule in rules.all])
        if not wrong:
            raise
    else:
        for rules in all_rules:
            yield from findings(rules, outcome, tools.syntax)
        return
    sound = []
    for rules in all_rules:
        reasons = [wrong[rule.id] for rule in rules.all if rule.id in wrong]
        if reasons:
            yield Doubtful(rules.job.key, DoubtKind.BROKEN_CHECK, _refused(rules, reasons[0]))
        else:
            sound.append(rules)
    yield from _scan(sound, files, tools, filtered)


def _refused(rules: JobRules, reason: str) -> str:
    language = rules.first.language
    if language == rules.job.options.language:
        return f"ast-grep refuses the rule: {reason}"
    way_out = f"Let `Applies to` leave them out with `!**/*{usual_ending(language)}`"
    return f"ast-grep refuses the rule for files of {language}: {reason} {way_out}"
