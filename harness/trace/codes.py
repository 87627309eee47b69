"""The mistakes that keep a trace from being whole: in its lock, in exemptions, in the records that it rests on."""

from __future__ import annotations

from harness.domain.codes import Code

_EXEMPTION = """[[trace.exemptions]]
requirement = "FR-009"
reason = "the bank's partner has no test system before March"
who = "A Person <person@example.org>"
until = {until}
"""

LOCK = Code(
    code="TRACE101",
    title="line of trace.lock that is none",
    reason="Each line says what someone accepted; one that cannot be read would be forgotten, and with it the review.",
    hint="after a merge keep the lines of both sides; otherwise take the file back from git",
)
TOUCHED = Code(
    code="TRACE102",
    title="line of trace.lock that somebody wrote in",
    reason="Only a person at a terminal accepts a link, by `harness trace accept`; a hash that is put there by hand says that "
    "someone looked, and nobody did.",
    hint="take the line back from git, or look at the link: `harness trace accept`",
)
REMOVED = Code(
    code="TRACE103",
    title="line of trace.lock that was taken out",
    reason="Without its line a link counts as never accepted, and what moved since then is told no more.",
    hint="take the line back from git, or look at the link: `harness trace accept`",
)
RECORD = Code(
    code="TRACE104",
    title="record of a run that cannot be believed",
    reason="A result counts because nobody could have written it after the run; a record that does not agree with itself "
    "may have been.",
    hint="see `harness verify-run FOLDER`; remove the record, and run again",
)
EXEMPTION = Code(
    code="TRACE105",
    title="exemption that is none",
    reason="An exemption is a decision: for one requirement, with a reason, by somebody, until a day.",
    hint="give `requirement`, `reason`, `who` and `until`",
    good=_EXEMPTION.format(until="2027-01-31"),
    bad=_EXEMPTION.format(until='"soon"'),
)
EXPIRED = Code(
    code="TRACE106",
    title="exemption that is over",
    reason="It was accepted until a day. After that the requirement counts again as what it is.",
    hint="show the requirement, or have the exemption renewed by whoever answers for it",
    good=_EXEMPTION.format(until="2027-01-31"),
    bad=_EXEMPTION.format(until="2020-01-31"),
)
UNKNOWN_DIMENSION = Code(
    code="TRACE111",
    title="evidence in an unknown dimension",
    reason="Where a project declares no such dimension or value, what lies there would cover a combination of nothing.",
    hint="name dimensions and values of [trace.dimensions] in harness.toml, or declare them there",
)
TOO_MANY_COMBINATIONS = Code(
    code="TRACE112",
    title="more combinations than can be counted",
    reason="Coverage is counted combination by combination; past a limit it is left out and told, never guessed.",
    hint="name fewer values, or declare fewer dimensions",
)
HISTORY = Code(
    code="TRACE113",
    title="history of traces cannot be read",
    reason="Whether a metric worsens is told by the lines before; with one left out it would be told of another history.",
    hint="after a merge keep the lines of both sides; otherwise take the file back from git",
)
CODES = (LOCK, TOUCHED, REMOVED, RECORD, EXEMPTION, EXPIRED, UNKNOWN_DIMENSION, TOO_MANY_COMBINATIONS, HISTORY)
