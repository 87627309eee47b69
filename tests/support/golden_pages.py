"""What waits for a review, and golden results with pictures, as the pages show them; a hostile product among them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from harness.domain.cards import Section
from harness.domain.golden import Capture, CaseOutcome, DifferenceClass, GoldenCase, Part, PartKind, Snapshot
from harness.domain.observations import Observation
from harness.domain.results import Run
from harness.golden.comparing import differences
from harness.golden.snapshot_text import part_lines
from harness.readers import read_golden
from harness.reports._html.differences import Shots
from harness.reports._review import Waiting
from tests.support.golden_results import BROKEN, CHANGED, EXPLAINED, SAME, UNSTABLE, a_run, case, difference

HOSTILE = (
    '</script></style><script>hit=1</script><img src=x onerror="hit=2">\u202e\x00\x1b[31m\ud800 javascript:hit=3 \'"`'
)
DOCUMENT = """---
id: {id}
verifies: [FR-003]
surface: terminal
screenshot: 0.001
---
# {title}

## Steps
1. Run `bank list`.
2. Run `bank balance alice`.
"""


def picture(colour: str = "#1f56a3", size: tuple[int, int] = (640, 360)) -> bytes:
    """A page with one button."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.text((20, 20), "Shop", fill="black")
    pen.rectangle((20, 60, 140, 100), fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


BEFORE, AFTER, SMALL = picture(), picture("#a31f56"), picture(size=(300, 500))


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def a_case(id: str, title: str = "See all accounts") -> GoldenCase:
    return read_golden(DOCUMENT.format(id=id, title=title), f"golden/{id.lower()}.md")


def capture(number: int, *parts: tuple[str, str], did: str = "Run `bank list`.", shot: bytes | None = None) -> Capture:
    found = [Part(name=name, kind=PartKind.TEXT, value=text) for name, text in parts]
    found += [Part(name="screenshot", kind=PartKind.PICTURE, value=digest(shot))] if shot else []
    return Capture(section=Section.STEPS, number=number, did=did, parts=tuple(found))


def snapshot(case: GoldenCase, *captures: Capture) -> Snapshot:
    return Snapshot(case=case.id, case_sha256=case.card.sha256, captures=captures)


def waiting(
    id: str, golden: tuple[Capture, ...] | None, received: tuple[Capture, ...], *, outdated: str = "", title: str = ""
) -> Waiting:
    case = a_case(id, title or "See all accounts")
    found = tuple(differences(golden or (), received))
    shot = Shots(BEFORE, AFTER, AFTER, "0.52% of the points look different; 0.10% may")
    return Waiting(
        case=case,
        golden=snapshot(case, *golden) if golden else None,
        received=snapshot(case, *received),
        differences=found,
        run="20261120T143015123456Z-3f9a2c",
        write=lambda part: "\n".join(part_lines(part)),
        outdated=outdated,
        shots={str(one): shot for one in found if one.leaf == "screenshot"}
        | {f"{one} / screenshot": Shots(None, AFTER) for one in found if not one.leaf},
    )


LONG = "".join(f"2026-11-{day:02} paid {day}.00 EUR\n" for day in range(1, 25))
CHANGE = waiting(
    "BANK-LIST",
    (
        capture(1, ("stdout", "alice  70.00\nbob    30.00\n"), ("stderr", ""), shot=BEFORE),
        capture(2, ("stdout", LONG), shot=BEFORE),
    ),
    (
        capture(1, ("stdout", "alice  71.00\nbob    30.00\n"), ("stderr", "warning: rounding\n"), shot=AFTER),
        capture(2, ("stdout", LONG.replace("12.00", "12.50")), shot=AFTER),
    ),
)
NEW = waiting("BANK-NEW", None, (capture(1, ("stdout", "all that it showed\n"), shot=AFTER),))
OLD = waiting(
    "BANK-OLD", (capture(1, ("stdout", "a\n")),), (capture(1, ("stdout", "b\n")),), outdated="the case was changed"
)
ATTACK = waiting(
    "BANK-BAD",
    (capture(1, ("stdout", "x\n"), ("file a", "created")),),
    (
        capture(1, ("stdout", HOSTILE + "\n"), (f"file {HOSTILE}", HOSTILE), did=f"Run `{HOSTILE}`."),
        capture(2, ("stdout", HOSTILE), did=HOSTILE),
    ),
    title="<script>hit=4</script><img src=x onerror=hit=5>",
    outdated=HOSTILE,
)
EVERY = (CHANGE, NEW, OLD, ATTACK)


@dataclass(frozen=True)
class Kept:
    """Evidence in memory."""

    names: Mapping[str, bytes] = field(default_factory=dict)

    def observation(self, attempt: str, id: str) -> Observation | None:
        return None

    def file(self, attempt: str, name: str) -> bytes | None:
        return self.names.get(name)

    def files(self, attempt: str) -> tuple[str, ...]:
        return tuple(sorted(self.names))


EVIDENCE = Kept(
    {
        "golden-pictures/a.png": BEFORE,
        "screenshots/o1.png": AFTER,
        "received.golden": b"",
        "observations/o1.json": b"{}",
        f"files/{HOSTILE}": b"",
        "javascript:hit=6": b"",
    }
)
PICTURED = case(
    "BANK-PAGE",
    "See the page",
    CaseOutcome.CHANGED,
    difference(DifferenceClass.VALUE, "screenshot", digest(BEFORE), digest(AFTER)),
    evidence="cards/BANK-PAGE/1",
)
BAD = case(
    HOSTILE,
    HOSTILE,
    CaseOutcome.CHANGED,
    difference(DifferenceClass.VALUE, HOSTILE, HOSTILE, f"{HOSTILE}\n{HOSTILE}", place=HOSTILE),
    reason=HOSTILE,
    hint=HOSTILE,
    path="javascript:hit=7",
    evidence="cards/BAD/1",
    verifies=(HOSTILE,),
)
UNUSED = ("golden/OLD.golden", HOSTILE)


def everything() -> Run:
    return a_run(SAME, CHANGED, PICTURED, UNSTABLE, BROKEN, EXPLAINED, unused=UNUSED[:1])
