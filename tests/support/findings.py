"""What came of checking a tree, built by hand: findings with the excerpts of real text, and all kinds of results."""

from __future__ import annotations

import hashlib
from datetime import date

from harness.domain.findings import (
    BaselineRecord,
    CheckRecord,
    CheckResults,
    ConstitutionRecord,
    Doubt,
    DoubtKind,
    Finding,
    Fix,
    FlowStep,
    Manifest,
    Outcome,
    PrincipleResult,
    Role,
    Skipped,
    Span,
    Standing,
    Waiver,
    WaiverTrouble,
)
from harness.domain.places import Place
from harness.domain.principles import CheckSpec, Level, Principle, Sample, Use
from harness.domain.results import ChainRecord, IsolationRecord, Run, Totals
from harness.domain.verdicts import Isolation, Strength

DOCUMENT = "constitutions/bank.md"
DB = """\
def find(db, id):
    return db.execute(f"select * from account where id = {id}").fetchone()


def save(db, name):
    db.execute("insert into account values (?)", (name,))
"""


def span_of(text: str, part: str, path: str = "src/db.py") -> Span:
    """Where ``part`` first stands in a text."""
    start = text.index(part)
    end = start + len(part)
    line, column = _place(text, start)
    end_line, end_column = _place(text, end)
    return Span(
        path=path, line=line, column=column, end_line=end_line, end_column=end_column,
        start=len(text[:start].encode()), end=len(text[:end].encode()),
    )  # fmt: skip


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def finding(
    text: str,
    part: str,
    *,
    path: str = "src/db.py",
    principle: str = "SEC-002",
    role: Role = Role.VIOLATES,
    technique: str = "",
    standing: Standing = Standing.COUNTS,
    strength: Strength = Strength.RECORDED,
    note: str = "",
    symbol: str = "",
    fix: Fix | None = None,
    steps: tuple[FlowStep, ...] = (),
    node: str | None = None,
) -> Finding:
    """A finding at the first place of ``part`` in ``text``; its node's hash is of the part, or of ``node``."""
    span = span_of(text, part, path)
    digest = hashlib.sha256((part if node is None else node).encode("utf-8", "replace")).hexdigest()
    return Finding(
        principle=principle,
        role=role,
        span=span,
        technique=technique or f"pattern {'forbid' if role is Role.VIOLATES else 'require'}",
        strength=strength,
        lines=tuple(text.split("\n")[span.line - 1 : min(span.end_line, span.line + 4)]),
        note=note,
        symbol=symbol,
        node_sha256="" if node == "" else digest,
        fingerprint=hashlib.sha256(f"{principle}{path}{part}".encode("utf-8", "replace")).hexdigest()[:16],
        fix=fix,
        steps=steps,
        standing=standing,
    )


def whole_file(path: str, principle: str = "OPS-001", note: str = "", role: Role = Role.VIOLATES) -> Finding:
    """A finding about a file as a whole."""
    return Finding(
        principle=principle, role=role, span=Span(path=path), technique="file forbid", note=note, fingerprint=path
    )


def many(number: int, role: Role = Role.ENFORCES, principle: str = "SEC-002") -> tuple[Finding, ...]:
    """So many findings, each on a line of its own."""
    line = "db.execute(sql, values)\n"
    return tuple(
        finding(line * number, line[:-1], principle=principle, role=role).model_copy(
            update={
                "span": Span(path="src/many.py", line=at, end_line=at, end_column=24, start=at * 24, end=at * 24 + 23)
            }
        )
        for at in range(1, number + 1)
    )


def result(id: str, outcome: Outcome, *findings: Finding, **rest: object) -> PrincipleResult:
    """A principle's result; what it shows and what breaks it are told apart by the role of the findings."""
    broken = tuple(one for one in findings if one.role is Role.VIOLATES)
    shown = tuple(one for one in findings if one.role is Role.ENFORCES)
    facts: dict[str, object] = {
        "id": id,
        "title": f"The title of {id}",
        "level": Level.MUST,
        "constraint": f"What {id} says MUST hold.",
        "place": Place(path=DOCUMENT, line=12),
        "sha256": "0" * 64,
        "outcome": outcome,
        "findings": broken,
        "evidence": shown,
        "shown": len(shown),
        "files": 3,
        "checks": (check(Use.FORBID, files=3), check(Use.REQUIRE, line=26, files=3)),
    }
    return PrincipleResult.model_validate(facts | rest)


def check(
    use: Use = Use.FORBID, kind: str = "pattern", line: int = 20, files: int = 3, canary: bool | None = True
) -> CheckRecord:
    """A check that ran."""
    return CheckRecord(use=use, kind=kind, place=Place(path=DOCUMENT, line=line), files=files, canary=canary)


def results(*principles: PrincipleResult, **rest: object) -> CheckResults:
    """Principles over a small tree."""
    facts: dict[str, object] = {
        "constitutions": (ConstitutionRecord(title="Bank", path=DOCUMENT, version="1.2.0", sha256="1" * 64),),
        "principles": principles,
        "manifest": Manifest(seen=4, scanned=3, bytes=1200, skipped=(Skipped(path="logo.png", reason="binary"),)),
    }
    return CheckResults.model_validate(facts | rest)


def checked(constitution: CheckResults | None, **rest: object) -> Run:
    """A run that checked a constitution."""
    facts: dict[str, object] = {
        "tool_version": "0.1.0",
        "id": "20261120T143015123456Z-3f9a2c",
        "command": ("harness", "check"),
        "started": "2026-11-20T14:30:15.1Z",
        "finished": "2026-11-20T14:30:15.5Z",
        "evaluator": "none",
        "isolation": IsolationRecord(reached=None, least=Isolation.CELL),
        "totals": Totals(seconds=0.42),
        "events": ChainRecord(count=3, head="ab" * 32),
        "constitution": constitution,
    }
    return Run.model_validate(facts | rest)


def sql_principle() -> Principle:
    """The principle of ``sql_result``, as its document gives it."""
    return Principle(
        id="SEC-002",
        title="Parameterised SQL",
        level=Level.MUST,
        cwes=("CWE-89",),
        applies_to=("src/**/*.py",),
        constraint="Database queries MUST use bound parameters; they MUST NOT be built from strings.",
        pattern="pass values as the second argument of `execute`",
        rationale="a query built from input lets the input rewrite the query",
        checks=(
            CheckSpec(
                use=Use.FORBID,
                kind="pattern",
                body='{"any":[{"pattern":"$DB.execute(f\\"$$$\\")"}],"language":"python"}',
                place=Place(path=DOCUMENT, line=20),
            ),
            CheckSpec(
                use=Use.REQUIRE,
                kind="pattern",
                body='{"at-least-one":{"pattern":"$DB.execute($SQL, $PARAMS)"},"language":"python"}',
                place=Place(path=DOCUMENT, line=26),
            ),
        ),
        samples=(
            Sample(
                language="python",
                good=False,
                text='db.execute(f"select * from t where id = {user_id}")\n',
                place=Place(path=DOCUMENT, line=34),
            ),
            Sample(
                language="python",
                good=True,
                text='db.execute("select * from t where id = ?", (user_id,))\n',
                place=Place(path=DOCUMENT, line=38),
            ),
        ),
        place=Place(path=DOCUMENT, line=12),
        constitution=DOCUMENT,
        sha256="0" * 64,
    )


def sql_result(outcome: Outcome, *findings: Finding, **rest: object) -> PrincipleResult:
    """What came of ``sql_principle``."""
    principle = sql_principle()
    facts = {
        "title": principle.title,
        "cwes": principle.cwes,
        "constraint": principle.constraint,
        "pattern": principle.pattern,
        "rationale": principle.rationale,
    }
    return result("SEC-002", outcome, *findings, **facts | rest)


QUERY = 'db.execute(f"select * from account where id = {id}")'
BOUND = 'db.execute("insert into account values (?)", (name,))'
BROKEN = finding(DB, QUERY, symbol="find", note="the query is an f-string")
SHOWN = finding(DB, BOUND, symbol="save", role=Role.ENFORCES)
SQL = sql_result(Outcome.VIOLATION, BROKEN, SHOWN, reason="1 place breaks it")

LONG = f"const a={'x' * 500};document.write(location.hash);{'y' * 500}"
TABBED = "\tif 送金(ключ):\n\t\tpassword = 'hunter2'  # \x1b[31m送\n"
LOOP = """\
async def pay(
    source,
    target,
    amount: float,
    note,
    more,
):
    pass
total = sum([
    1,
])
"""

EVERYTHING = results(
    SQL,
    result(
        "SEC-004",
        Outcome.GAP,
        title="Tokens of forms",
        cwes=("CWE-352",),
        reason="what it requires (pattern) is found nowhere",
        rationale="a form without a token can be sent by another site in the name of who is signed in",
        pattern="protect every form with `csrf_token()`",
    ),
    result(
        "SEC-005",
        Outcome.UNVERIFIED,
        reason="src/broken.py cannot be parsed",
        cwes=("CWE-306", "CWE-287", "CWE-862"),
        doubts=(
            Doubt(kind=DoubtKind.UNPARSABLE, reason="invalid syntax: (", path="src/broken.py", line=7),
            Doubt(kind=DoubtKind.UNREADABLE, reason="permission denied", path="src/closed.py"),
        ),
    ),
    result(
        "SEC-009",
        Outcome.UNVERIFIED,
        level=Level.SHOULD,
        reason="no check says how to tell",
        checks=(),
        doubts=(Doubt(kind=DoubtKind.NO_CHECK, reason="no check says how to tell", path=DOCUMENT, line=80),),
    ),
    result(
        "OPS-001",
        Outcome.VIOLATION,
        whole_file("deploy/.env", note="the file must not be in the tree"),
        finding(LONG, "document.write(location.hash)", path="web/page.js", principle="OPS-001"),
        finding(TABBED, "password = 'hunter2'", path="src/a.py", principle="OPS-001"),
        finding(LOOP, LOOP[: LOOP.index("    pass")], path="src/pay.py", principle="OPS-001"),
        finding(LOOP, "sum([\n    1,\n])", path="src/sum.py", principle="OPS-001", fix=Fix(text="sum([1])", safe=True)),
        level=Level.SHOULD,
        reason="5 places break it",
        pattern="keep it out",
    ),
    result("OPS-002", Outcome.WAIVED, finding(DB, QUERY, principle="OPS-002", standing=Standing.WAIVED)),
    result("OPS-003", Outcome.PASS, finding(DB, BOUND, principle="OPS-003", role=Role.ENFORCES)),
    result("OPS-004", Outcome.NOT_APPLICABLE),
    waivers=(
        Waiver(
            principle="OPS-002",
            reason="the report of the central bank needs it until it is replaced by the new one next year",
            owner="alice",
            until=date(2027, 1, 31),
            path="src/db.py",
            line=2,
            place=Place(path="src/db.py", line=2),
            used=1,
            added=True,
        ),
        Waiver(
            principle="SEC-077",
            reason="",
            owner="bob",
            until=date(2020, 1, 31),
            path="src/old.py",
            line=None,
            place=Place(path="constitutions/waivers.md", line=9),
            trouble=WaiverTrouble.EXPIRED,
            said="it ended on 2020-01-31",
        ),
    ),
    baseline=BaselineRecord(source="baseline.json", known=12, gone=3),
    uncovered=("CWE-352", "CWE-1004"),
    manifest=Manifest(
        seen=130,
        scanned=121,
        cached=100,
        bytes=120_000,
        skipped=(
            *(Skipped(path=f"logos/{number}.png", reason="binary") for number in range(7)),
            Skipped(path="data.sql", reason="more than 8 MiB"),
            Skipped(path="node_modules/", reason="not the project's own"),
        ),
    ),
)  # fmt: skip
FINE = results(sql_result(Outcome.PASS, SHOWN), result("OPS-003", Outcome.PASS))
