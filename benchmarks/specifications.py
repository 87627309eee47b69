"""What reading and linting many specifications costs beside markdown-it-py, which tokenises the same texts."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import REPOSITORY, Figure

FILES = int(os.environ.get("SPECIFICATION_FILES", "5000"))
REQUIREMENTS = 20
BOUND = 3.0
_SEED = 20_261_121
_SUBJECTS = (
    "System",
    "The ledger",
    "An admin",
    "Each customer",
    "The mail service",
    "The import",
    "The page",
    "The API",
)
_VERBS = (
    "show",
    "store",
    "refuse",
    "list",
    "send",
    "export",
    "notify",
    "redirect",
    "validate",
    "delete",
    "archive",
    "mask",
)
_THINGS = (
    "every transfer above the limit",
    "the balance of the account",
    "a receipt with the amount",
    "the entries of a month",
    "closed accounts",
    "a link that has expired",
    "the name of the owner",
    "a file with a wrong first line",
    "the standing orders of the day",
    "a JSON object",
    "the total in the currency of the account",
    "an appropriate message",
    "several accounts",
    "the `state` of a payment",
    '"insufficient funds"',
)
_ENDS = (
    "within 2 seconds",
    "before the day ends",
    "when the customer asks for it",
    "unless the account is frozen",
    "and say why",
    "by name or by balance",
    "for 30 days",
    "as soon as possible",
    "with at most 100 entries a page",
    "on the standard error output",
    "in the order of the ledger",
    "without changing anything else",
    "and keep what was written",
    "after the third attempt",
    "from the newest to the oldest",
)
_WHENS = (
    "a transfer is sent",
    "the balance is too low",
    "a link is opened twice",
    "the month ends",
    "an admin signs in",
)
_MEASURE = """
import json, resource, sys, time
from pathlib import Path

def told(work):
    wall, processor = time.perf_counter(), time.process_time()
    count = work()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - wall, time.process_time() - processor, used, count]))

texts = sorted(Path(sys.argv[2]).rglob("*.md"))
if sys.argv[1] == "markdown-it":
    from markdown_it import MarkdownIt

    def work():
        parser = MarkdownIt()
        for path in texts:
            parser.parse(path.read_text())
        return len(texts)
else:
    from harness.app.spec_lint import lint_specifications

    def work():
        return lint_specifications(Path(sys.argv[2])).requirements

told(work)
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Each in a process of its own, on the same files, in turns; the bound is on what the processor did."""
    write(folder, FILES)
    rounds = [(_run("markdown-it", folder), _run("lint", folder)) for _ in range(1 if FILES > 1000 else 3)]
    peer, ours = (min((one[at] for one in rounds), key=lambda one: one[1]) for at in (0, 1))
    size = sum(path.stat().st_size for path in folder.rglob("*.md")) / 1024 / FILES
    count = f"{FILES} files of {size:.1f} KiB, {ours[3]:.0f} requirements"
    for name, at, bound in (("processor", 1, BOUND), ("wall", 0, None)):
        made_of = f"{ours[at]:.1f} s against {peer[at]:.1f} s"
        yield Figure(
            "specifications",
            f"read and lint {count} / markdown-it-py, {name} time",
            ours[at] / peer[at],
            "×",
            bound,
            made_of,
        )
    yield Figure(
        "specifications", f"read and lint {count}: memory", ours[2], "MiB", 1024, f"markdown-it-py: {peer[2]:.0f} MiB"
    )


def write(folder: Path, files: int) -> None:
    """Specifications of varied words, the same ones each time."""
    chance = random.Random(_SEED)
    (folder / "harness.toml").write_text("")
    for number in range(files):
        kind, path = _FORMS[number % len(_FORMS)]
        full = folder / path.format(number)
        full.parent.mkdir(parents=True)
        full.write_text(kind(chance, number))


def _spec_kit(chance: random.Random, number: int) -> str:
    stories = "".join(
        f"### User Story {at} - {chance.choice(_WHENS).capitalize()} (Priority: P{at})\n\n{_prose(chance, 3)}\n\n"
        f"**Why this priority**: {_prose(chance, 1)}\n\n**Independent Test**: {_prose(chance, 1)}\n\n"
        f"**Acceptance Scenarios**:\n\n{_scenarios(chance, 3)}\n---\n\n"
        for at in (1, 2, 3)
    )
    edges = "".join(f"- What happens when {chance.choice(_WHENS)}? {_prose(chance, 1)}\n" for _ in range(5))
    stated = "".join(f"- **FR-{at:03}**: {_sentence(chance)}\n" for at in range(1, REQUIREMENTS - 3))
    entities = "".join(f"- **{name}**: {_prose(chance, 1)}\n" for name in ("Account", "Entry", "Customer"))
    measured = "".join(
        f"- **SC-{at:03}**: {chance.choice(_THINGS).capitalize()} is shown within {chance.randrange(1, 60)} seconds.\n"
        for at in range(1, 5)
    )
    assumed = "".join(f"- {_prose(chance, 1)}\n" for _ in range(4))
    return (
        f"# Feature Specification: Part {number}\n\n**Feature Branch**: `{number:05}-part`\n**Status**: Draft\n\n"
        f"## User Scenarios & Testing *(mandatory)*\n\n{stories}### Edge Cases\n\n{edges}\n## Requirements *(mandatory)*\n\n"
        f"### Functional Requirements\n\n{stated}\n### Key Entities\n\n{entities}\n## Success Criteria *(mandatory)*\n\n"
        f"### Measurable Outcomes\n\n{measured}\n## Assumptions\n\n{assumed}"
    )


def _open_spec(chance: random.Random, number: int) -> str:
    parts = "".join(
        f"### Requirement: Rule {at}\n\n{_sentence(chance)}\n\n{_cases(chance, 2)}" for at in range(REQUIREMENTS)
    )
    return f"# Part {number}\n\n## Purpose\n\n{_prose(chance, 3)}\n\n## Requirements\n\n{parts}"


def _cases(chance: random.Random, count: int) -> str:
    return "".join(
        f"#### Scenario: Case {at}\n\n- **WHEN** {chance.choice(_WHENS)}\n- **THEN** {chance.choice(_THINGS)} is shown\n"
        f"- **AND** {chance.choice(_THINGS)} is kept\n\n"
        for at in range(count)
    )


def _kiro(chance: random.Random, number: int) -> str:
    def criterion(at: int) -> str:
        subject = chance.choice(_SUBJECTS)
        return f"{at}. WHEN {chance.choice(_WHENS)}, THE {subject} SHALL {_did(chance)}\n"

    groups = "".join(
        f"### Requirement {at}: Part\n\n**User Story:** As a customer, I want {chance.choice(_THINGS)}, so that I can pay.\n\n"
        f"#### Acceptance Criteria\n\n" + "".join(map(criterion, range(1, 6))) + "\n"
        for at in range(1, REQUIREMENTS // 5 + 1)
    )
    glossary = "".join(f"- **{name}**: {_prose(chance, 1)}\n" for name in ("Ledger", "Mail_Service", "Import"))
    introduction = f"## Introduction\n\n{_prose(chance, 4)}\n\n## Glossary\n\n{glossary}"
    return f"# Requirements Document\n\n{introduction}\n## Requirements\n\n{groups}"


def _prose(chance: random.Random, sentences: int) -> str:
    """Sentences that state nothing, with the markup that people use in them."""
    marked = (chance.choice(_THINGS), f"**{chance.choice(_THINGS)}**", f"`{chance.choice(_VERBS)}`")
    return " ".join(
        f"{chance.choice(_SUBJECTS)} deals with {chance.choice(marked)} {chance.choice(_ENDS)}."
        for _ in range(sentences)
    )


def _scenarios(chance: random.Random, count: int) -> str:
    return "".join(f"{at}. {_scenario(chance)}\n" for at in range(1, count + 1))


def _scenario(chance: random.Random) -> str:
    given, then = chance.choice(_THINGS), chance.choice(_THINGS)
    return f"**Given** {given}, **When** {chance.choice(_WHENS)}, **Then** {then} is shown."


def _sentence(chance: random.Random) -> str:
    return (
        f"{chance.choice(_SUBJECTS)} {chance.choice(('MUST', 'MUST', 'SHALL', 'SHOULD', 'MUST NOT'))} {_did(chance)}."
    )


def _did(chance: random.Random) -> str:
    words = f"{chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_ENDS)}"
    return f"{words} of part {chance.randrange(100_000)}" if chance.random() < 0.5 else words


_FORMS = (
    (_spec_kit, "specs/{0:05}-part/spec.md"),
    (_open_spec, "openspec/specs/part-{0:05}/spec.md"),
    (_kiro, ".kiro/specs/part-{0:05}/requirements.md"),
)


def _run(what: str, folder: Path) -> list[float]:
    """Wall seconds, processor seconds, MiB at most, and how many were done."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, what, folder], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    measured: list[float] = json.loads(done.stdout)
    return measured
