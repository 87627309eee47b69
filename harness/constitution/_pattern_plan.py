"""What a scan asks of whom: which files are matched against which rules, and which only have to parse; it asks nobody yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from harness.constitution._pattern_comments import Disturbances
from harness.constitution._pattern_form import PatternCheck
from harness.constitution._pattern_spellings import may_be_spelt_otherwise, spelling_rules
from harness.constitution._pattern_syntax import syntax_rules
from harness.constitution._pattern_text import not_text
from harness.constitution.kinds import Job
from harness.constitution.prefilter import Prefilter
from harness.domain.findings import DoubtKind
from harness.domain.languages import grammars_of, language_of
from harness.ports.sources import SourceFile, StructuralRule

_PARSED_FASTER = "python"
"""The language in which a file can be parsed faster than matched; in the others the matcher goes through all files."""


@dataclass(frozen=True)
class JobRules:
    """The rules of one job for one grammar of its language, and the files that are read with it by path."""

    job: Job[PatternCheck]
    first: StructuralRule
    second: StructuralRule | None
    files: Mapping[str, SourceFile]

    @property
    def all(self) -> tuple[StructuralRule, ...]:
        """One or both."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True)
class Trouble:
    """Why a file cannot be judged."""

    kind: DoubtKind
    reason: str
    line: int = 1


@dataclass
class Plan:
    """What is to be asked.

    ``disturbed`` are files with the ids of rules that a comment may keep from matching in them; ``troubles`` are of files that
    nobody needs to be asked about, by path.
    """

    rules: list[StructuralRule] = field(default_factory=list)
    matched: list[SourceFile] = field(default_factory=list)
    parsed: list[SourceFile] = field(default_factory=list)
    disturbed: list[tuple[SourceFile, frozenset[str]]] = field(default_factory=list)
    troubles: dict[str, Trouble] = field(default_factory=dict)


def rules_of(jobs: Sequence[Job[PatternCheck]], files: Sequence[SourceFile]) -> list[JobRules]:
    """The rules of each job, under ids that are unique among them: for its language, and each dialect that is there."""
    groups = {language: {file.path: file for file in group} for language, group in _by_language(files).items()}
    return [
        _rules_of(f"rule:{number}{f':{language}' if dialect else ''}", job, language, groups.get(language, {}))
        for number, job in enumerate(jobs)
        for dialect, language in enumerate(grammars_of(job.options.language))
        if not dialect or language in groups
    ]


def plan(jobs: Sequence[JobRules], files: Sequence[SourceFile], filtered: bool) -> Plan:
    """What to ask, so that every job learns everything of the files of its language."""
    made = Plan()
    wanted = {one.first.language for one in jobs}
    for language, group in _by_language(files).items():
        if language in wanted:
            rules = [rule for one in jobs for rule in one.all if rule.language == language]
            _plan_language(made, language, rules, group, filtered)
    return made


def _plan_language(
    made: Plan, language: str, rules: Sequence[StructuralRule], group: Sequence[SourceFile], filtered: bool
) -> None:
    readable = []
    for file in group:
        if reason := not_text(file.data, language):
            made.troubles[file.path] = Trouble(DoubtKind.UNREADABLE, reason)
        else:
            readable.append(file)
    made.rules += syntax_rules(language)
    possible = _possible(rules, readable, filtered)
    disturbances = Disturbances(rules)
    paths: dict[str, set[str]] = {rule.id: set() for rule in rules}
    spelt: set[str] = set()
    for file in readable:
        ids = possible[file.path]
        for id in ids:
            paths[id].add(file.path)
        odd = may_be_spelt_otherwise(file.data, language)
        if odd:
            spelt.add(file.path)
        (made.matched if ids or odd or language != _PARSED_FASTER else made.parsed).append(file)
        if ids and (disturbed := disturbances.of(file.data) & ids):
            made.disturbed.append((file, disturbed))
    made.rules += spelling_rules(language, frozenset(spelt))
    made.rules += [replace(rule, paths=frozenset(paths[rule.id])) for rule in rules]


def _possible(
    rules: Sequence[StructuralRule], files: Sequence[SourceFile], filtered: bool
) -> Mapping[str, frozenset[str]]:
    """The ids of the rules that can match in each file."""
    if not filtered:
        return dict.fromkeys((file.path for file in files), frozenset(rule.id for rule in rules))
    prefilter = Prefilter(rules)
    return {file.path: prefilter.possible(file.data) for file in files}


def _rules_of(id: str, job: Job[PatternCheck], language: str, files: Mapping[str, SourceFile]) -> JobRules:
    options = job.options
    first = StructuralRule(id, language, options.document)
    second = StructuralRule(f"{id}:second", language, options.second) if options.second else None
    return JobRules(job, first, second, files)


def _by_language(files: Sequence[SourceFile]) -> dict[str, list[SourceFile]]:
    groups: dict[str, list[SourceFile]] = {}
    for file in files:
        groups.setdefault(language_of(file.path) or "", []).append(file)
    return groups
