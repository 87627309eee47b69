"""Traces made by hand: every state, every kind of evidence, a surface, a matrix, and words that want to be more than words."""

from __future__ import annotations

from harness.domain.places import Mistake, Place
from harness.domain.principles import Level
from harness.domain.requirements import Requirement, RequirementKind, Scenario, meaning
from harness.domain.tracing import (
    Blank,
    Evidence,
    EvidenceKind,
    Exemption,
    Link,
    Matrix,
    MatrixCell,
    Orphan,
    Result,
    RowState,
    Shown,
    Surface,
    SurfaceItem,
    SurfaceKind,
    Trace,
    TraceRow,
)

SPEC = "specs/001-bank/spec.md"
TREE = "4b" * 20
HOSTILE = (
    "=cmd|' /C calc'!A0 \x1b[2J\u202eevil\u202c\r\n| `x` ``y`` <script>hit=1</script> </script><!-- ]]> &amp; "
    '" onmouseover="hit=2" [a](javascript:hit=3) ![i](http://127.0.0.1:9/x) @team **b** \\| \x00\x08 ::error::x ##[group]y'
)


def requirement(
    id: str,
    text: str,
    line: int = 1,
    feature: str = "001-bank",
    path: str = SPEC,
    level: Level | None = Level.MUST,
    kind: RequirementKind = RequirementKind.FUNCTIONAL,
    **rest: object,
) -> Requirement:
    facts = {"format": "speckit", "feature": feature, "level": level, "kind": kind, "sha256": meaning(text)} | rest
    return Requirement.model_validate({"id": id, "text": text, "place": Place(path=path, line=line)} | facts)


def evidence(kind: EvidenceKind, id: str, path: str, line: int = 1, **rest: object) -> Evidence:
    facts = {"kind": kind, "id": id, "place": Place(path=path, line=line), "sha256": meaning(id)} | rest
    return Evidence.model_validate(facts)


def card(id: str, line: int = 1, **rest: object) -> Evidence:
    return evidence(EvidenceKind.CARD, id, f"testcards/{id.lower().removeprefix('bank-')}.md", line, **rest)


def link(of: Evidence, shown: Shown, reason: str = "", moved: tuple[str, ...] = (), **rest: object) -> Link:
    ran = shown in (Shown.PASS, Shown.FAIL, Shown.UNDECIDED, Shown.BLOCKED, Shown.STALE)
    facts: dict[str, object] = {"run": "20261121T200000000000Z-a1b2c3", "when": "2026-11-21T20:00:07Z"} | rest
    result = Result.model_validate({"kind": of.kind, "id": of.id, "sha256": of.sha256, "shown": shown} | facts)
    return Link(evidence=of, shown=shown, reason=reason, result=result if ran else None, moved=moved)


OPEN = card("BANK-OPEN", title="Open an account", claims=("FR-001",), dimensions={"platform": ("linux",)})
TRANSFER = card("BANK-TRANSFER", title="Move money between two accounts", claims=("FR-002", "FR-003"))
WEB = card("BANK-WEB", title="Look at an account in a browser", claims=("FR-005",))
CLOSE = card("BANK-CLOSE", title="Close an account", claims=("FR-006",))
LIST = evidence(EvidenceKind.GOLDEN, "BANK-LIST", "golden/list.md", title="List accounts", claims=("FR-001", "FR-003"))
SQL = evidence(
    EvidenceKind.PRINCIPLE,
    "SEC-002",
    "constitutions/web.md",
    12,
    title="Parameterised SQL",
    claims=("NFR-001",),
    cwes=("CWE-89", "CWE-564"),
    technique="pattern require",
)
MARKER = evidence(EvidenceKind.MARKER, "src/bank/accounts.py:41", "src/bank/accounts.py", 41, claims=("FR-001",))

VERIFIED = TraceRow(
    requirement=requirement("FR-001", "The bank MUST open an account with a deposit of zero or more.", 31),
    state=RowState.VERIFIED,
    links=(link(OPEN, Shown.PASS), link(LIST, Shown.PASS), link(MARKER, Shown.CLAIMED)),
)
FAILING = TraceRow(
    requirement=requirement("FR-002", "A transfer MUST move the amount from one account to the other.", 33),
    state=RowState.FAILING,
    reason="card BANK-TRANSFER fails",
    links=(link(TRANSFER, Shown.FAIL, 'testcards/transfer.md:16: expected "70.00", seen "100.00"', flaky=True),),
)
SUSPECT = TraceRow(
    requirement=requirement("FR-003", "A transfer MUST be refused where the balance does not cover it.", 35),
    state=RowState.SUSPECT,
    reason="card BANK-TRANSFER moved since it was accepted",
    links=(
        link(TRANSFER, Shown.PASS, moved=("the card",)),
        link(LIST, Shown.STALE, "the requirement was another then"),
    ),
)
UNDECIDED = TraceRow(
    requirement=requirement(
        "FR-005", "The page of an account SHOULD show its last ten movements.", 37, level=Level.SHOULD
    ),
    state=RowState.UNDECIDED,
    reason="card BANK-WEB is blocked",
    links=(link(WEB, Shown.BLOCKED, "no Chromium is installed"),),
)
UNTESTED = TraceRow(
    requirement=requirement("FR-004", "The bank MAY charge a fee.", 36, level=Level.MAY),
    state=RowState.UNTESTED,
    reason="nothing claims it",
)
CLAIMED = TraceRow(
    requirement=requirement("FR-006", "An account MUST be closed only with a balance of zero.", 39),
    state=RowState.UNTESTED,
    reason="what claims it was not run on this tree",
    links=(link(CLOSE, Shown.NOT_RUN, "no run on this tree"), link(MARKER, Shown.CLAIMED)),
)
WAIVED = TraceRow(
    requirement=requirement(
        "SC-001", "Nine in ten new customers open an account in under two minutes.", 52, level=None,
        kind=RequirementKind.SUCCESS,
    ),
    state=RowState.WAIVED,
    reason="waived",
    exemption=Exemption(
        requirement="001-bank/SC-001", reason="asked of users in the field", who="ana@example.org", until="2027-03-31",
        place=Place(path="trace.lock", line=4),
    ),
    beneath=RowState.UNTESTED,
)  # fmt: skip
QUALITY = TraceRow(
    requirement=requirement(
        "NFR-001", "Queries MUST use bound parameters.", 45, kind=RequirementKind.NON_FUNCTIONAL, title="Bound parameters",
        scenarios=(Scenario(name="A quote in a name", text="Given … when … then …", place=Place(path=SPEC, line=46)),),
    ),
    state=RowState.VERIFIED,
    links=(
        link(
            SQL, Shown.PASS,
            lines=tuple(Place(path=path, line=line) for path, line in (("src/db.py", 6), ("src/db.py", 19), ("src/web.py", 2))),
        ),
    ),
)  # fmt: skip
ELSEWHERE = TraceRow(
    requirement=requirement(
        "FR-001", "Statements are sent monthly.", 8, "002-statements", "specs/002-statements/spec.md"
    ),
    state=RowState.UNTESTED,
    reason="nothing claims it",
)
ROWS = (VERIFIED, FAILING, SUSPECT, UNTESTED, UNDECIDED, CLAIMED, QUALITY, WAIVED, ELSEWHERE)

ORPHANS = (
    Orphan(evidence=card("BANK-FEE", 3, claims=("FR-04",)), claim="FR-04", what="there is no such requirement",
           nearest=("FR-004",)),
    Orphan(evidence=card("BANK-OLD", 3), claim="FR-001", what="two features have a requirement of that id",
           nearest=("001-bank/FR-001", "002-statements/FR-001", "003-x/FR-001", "004-y/FR-001")),
    Orphan(evidence=MARKER, claim="QQ-9", what="there is no such requirement"),
)  # fmt: skip
SURFACE = Surface(
    items=(
        SurfaceItem(kind=SurfaceKind.COMMAND, name="bank open", source="bank --help", claimed=("001-bank/FR-001",)),
        SurfaceItem(kind=SurfaceKind.COMMAND, name="bank export", source="bank --help"),
        SurfaceItem(kind=SurfaceKind.ROUTE, name="GET /accounts/{id}", source="/openapi.json"),
    ),
    trouble=("the service 'web' did not start: port 8000 is taken",),
)
MATRIX = Matrix(
    dimensions={"feature": ("open", "transfer"), "platform": ("linux", "web")},
    cells=(
        MatrixCell(values=("open", "linux"), state=Blank.VERIFIED, evidence=("card BANK-OPEN",)),
        MatrixCell(values=("open", "web"), state=Blank.EMPTY),
        MatrixCell(values=("transfer", "linux"), state=Blank.FAILING, evidence=("card BANK-TRANSFER",)),
        MatrixCell(values=("transfer", "web"), state=Blank.BLOCKED, evidence=("card BANK-WEB",)),
    ),
    combinations=4,
    covered=3,
    proposals=(("open", "web"), ("transfer", "web")),
)
TRACE = Trace(tree=TREE, rows=ROWS, orphans=ORPHANS, surface=SURFACE, matrix=MATRIX)
FINE = Trace(tree=TREE, rows=(VERIFIED, QUALITY))
NOTHING = Trace(tree=TREE)
MISTAKE = Mistake(place=Place(path=SPEC, line=7), what="the table ends too early", hint="close it", code="SPEC")
UNREAD = Trace(tree=TREE, rows=(VERIFIED,), mistakes=(MISTAKE,))


def hostile(words: str = HOSTILE) -> Trace:
    """A trace in which every text of a document or a product is the same hostile one."""
    place = Place(path=words, line=3)
    one = Evidence(
        kind=EvidenceKind.CARD, id=words, title=words, place=place, sha256="0" * 64, claims=(words,), cwes=(words,),
        technique=words, dimensions={words: (words,)},
    )  # fmt: skip
    principle = one.model_copy(update={"kind": EvidenceKind.PRINCIPLE})
    required = requirement(
        words, words, 3, words, words, title=words, priority=words, stories=(words,), format=words,
        scenarios=(Scenario(name=words, text=words, given=(words,), place=place),),
    )  # fmt: skip
    exemption = Exemption(requirement=words, reason=words, who=words, until=words, place=place)
    links = (
        link(one, Shown.FAIL, words, (words,), run=words, lines=(place,)),
        link(principle, Shown.PASS, words, lines=(place,)),
    )
    mistake = Mistake(place=place, what=words, hint=words, code=words)
    return Trace(
        tree=words,
        rows=(
            TraceRow(requirement=required, state=RowState.FAILING, reason=words, links=links),
            TraceRow(
                requirement=required.model_copy(update={"id": f"{words}2"}), state=RowState.WAIVED, reason=words,
                links=links, exemption=exemption, beneath=RowState.FAILING,
            ),
        ),
        orphans=(Orphan(evidence=one, claim=words, what=words, nearest=(words,)),),
        surface=Surface(items=(SurfaceItem(kind=SurfaceKind.PAGE, name=words, source=words),), trouble=(words,)),
        matrix=Matrix(
            dimensions={words: (words,)}, cells=(MatrixCell(values=(words,), state=Blank.FAILING, evidence=(words,)),),
            combinations=2, covered=1, proposals=((words,),), trouble=(mistake,),
        ),
        mistakes=(mistake,),
    )  # fmt: skip


def large(rows: int) -> Trace:
    """A trace of so many requirements, a third of them verified, a third failing, a third untested."""
    made = []
    for number in range(rows):
        sample = (VERIFIED, FAILING, UNTESTED)[number % 3]
        named = sample.requirement.model_copy(update={"id": f"FR-{number:06}"})
        made.append(sample.model_copy(update={"requirement": named}))
    return Trace(tree=TREE, rows=tuple(made))
