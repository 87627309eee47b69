"""The mistakes that golden cases have together with what masks them, and that their snapshots have."""

from __future__ import annotations

from harness.domain.codes import Code

_CASE = """---
id: BANK-OPEN
redact: [{redact}]
---
# Open an account

## Steps
1. Run `bank open alice`.
"""
_SNAPSHOT = """# BANK-OPEN: a golden of `harness golden`: change it by `harness golden review`, never by hand
case: sha256:5f2b1c9a7e3d40865f2b1c9a7e3d40865f2b1c9a7e3d40865f2b1c9a7e3d4086
digest: sha256:{digest}

== Steps 1: Run `bank open alice`
exit code = 0
stdout:
{stdout}
"""
_GOOD = _SNAPSHOT.format(
    digest="0000000000000000000000000000000000000000000000000000000000000000",
    stdout="  | opened alice",
)

BROKEN = Code(
    code="GOLD101",
    title="snapshot cannot be read",
    reason="What was accepted is compared to the letter; a file that reads as something else would accept something else.",
    hint="take it back from git, or accept what is received by `harness golden review`",
    good=_GOOD,
    bad=_GOOD.replace("  | opened", "opened"),
)
CONFLICT = Code(
    code="GOLD102",
    title="merge conflict in a snapshot",
    reason="Two sides accepted different behaviour, and only a person can say which of the two holds now.",
    hint="keep one of the two sides, as in code",
    good=_GOOD,
    bad=_GOOD.replace(
        "  | opened alice",
        "<<<<<<< ours\n  | opened alice\n=======\n  | alice has an account now\n>>>>>>> theirs",
    ),
)
UNKNOWN_REDACTION = Code(
    code="GOLD103",
    title="unknown redaction",
    reason="A redaction that is not known masks nothing, and what it was meant for would differ each time.",
    hint="name one that is known, or give a pattern and a mask that no other redaction has",
    good=_CASE.replace("{redact}", "uuids, timestamps"),
    bad=_CASE.replace("{redact}", "uids"),
)
TOO_MUCH = Code(
    code="GOLD104",
    title="redaction that masks most of what is shown",
    reason="What is masked is not compared; a pattern that covers most of an answer would accept almost any other.",
    hint="narrow it to what changes",
    good=_CASE.replace("{redact}", '{pattern: "account [0-9]+", as: "<account>"}'),
    bad=_CASE.replace("{redact}", '{pattern: "[a-z]+ [a-z]+ .*", as: "<all>"}'),
)
MISUSED_INPUT = Code(
    code="GOLD110",
    title="input that cannot be varied",
    reason="An input is filled in as one value. Where a shell would read it again, it could become something else.",
)
TWICE = Code(
    code="GOLD105",
    title="two cases with one id",
    reason="The snapshot carries the id of its case; with two of them, one would be compared with the other's behaviour.",
    hint="give one of the two another id",
    good="golden/open.md:\n  id: BANK-OPEN\ngolden/close.md:\n  id: BANK-CLOSE\n",
    bad="golden/open.md:\n  id: BANK-OPEN\ngolden/close.md:\n  id: BANK-OPEN\n",
)
LEADS_OUT = Code(
    code="GOLD107",
    title="golden that lies outside the project",
    reason="What a link leads to changes without a commit, and with it what is compared.",
    hint="put the file itself into `golden/`",
)
UNKNOWN_DIMENSION = Code(
    code="GOLD108",
    title="case in an unknown dimension",
    reason="The coverage matrix counts a case where it says that it lies; a mistyped value would leave a combination empty.",
    hint="name dimensions and values of [trace.dimensions] in harness.toml, or declare them there",
)
CODES = (BROKEN, CONFLICT, UNKNOWN_REDACTION, TOO_MUCH, TWICE, LEADS_OUT, UNKNOWN_DIMENSION, MISUSED_INPUT)
