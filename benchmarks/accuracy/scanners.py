"""Runs each tool once over a folder and reads what it found; nothing is judged here."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.measure import HARNESS, run, seconds_of

PEERS = ("bandit>=1.8", "semgrep>=1.100", "njsscan>=1.0")
REGISTRY = (
    *("p/python", "p/flask", "p/django", "p/javascript", "p/typescript", "p/nodejs", "p/expressjs", "p/react"),
    *("p/security-audit", "p/owasp-top-ten"),
)
# What bandit's tests are about, where its own number is a parent or, as in ruff, there is none: in the peers' favour.
ABOUT: dict[int, frozenset[int]] = {
    102: frozenset({78, 94}),
    201: frozenset({94}),
    202: frozenset({22}),
    301: frozenset({502}),
    302: frozenset({502}),
    303: frozenset({327, 328}),
    304: frozenset({327}),
    305: frozenset({327}),
    307: frozenset({78, 95}),
    308: frozenset({79}),
    310: frozenset({22, 918}),
    311: frozenset({330}),
    **{number: frozenset({611}) for number in (*range(313, 321), *range(405, 411))},
    323: frozenset({295}),
    324: frozenset({327, 328}),
    403: frozenset({502}),
    404: frozenset({78}),
    413: frozenset({327}),
    501: frozenset({295}),
    505: frozenset({326}),
    506: frozenset({502}),
    507: frozenset({295}),
    **{number: frozenset({78}) for number in range(601, 608)},
    608: frozenset({89}),
    609: frozenset({78}),
    610: frozenset({89}),
    611: frozenset({89}),
    614: frozenset({502}),
    701: frozenset({79, 94}),
    702: frozenset({79, 80}),
    703: frozenset({79}),
    704: frozenset({79}),
}


@dataclass(frozen=True)
class Alarm:
    """A finding: ``path`` from the scanned folder, ``rule`` in the tool's own words."""

    path: str
    line: int
    rule: str
    cwes: frozenset[int]


@dataclass(frozen=True)
class Scan:
    """What one tool found, in how many seconds, and what has to be said about how it was run."""

    tool: str
    alarms: tuple[Alarm, ...]
    seconds: float
    languages: frozenset[str]
    note: str = ""
    levels: dict[str, str] = field(default_factory=dict)


def scan(tools: Sequence[str], project: Path, peers: Path, constitutions: Sequence[str]) -> Iterator[Scan]:
    """Each of the tools in its turn, over ``project/cases``."""
    programs = environment(peers) if {"bandit", "semgrep"} & set(tools) else peers
    for tool in tools:
        if tool == "harness":
            yield harness(project, constitutions)
        elif tool == "bandit":
            yield bandit(project, programs)
        elif tool == "ruff":
            yield ruff(project)
        else:
            yield semgrep(project, programs)


def environment(folder: Path) -> Path:
    """Where the peers' programs lie; an environment that is there already is used again."""
    programs = folder / "bin"
    if not (programs / "njsscan").exists():
        run([sys.executable, "-m", "venv", folder])
        run([programs / "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS])
    return programs


def shipped() -> tuple[str, ...]:
    """The names of the constitutions that the package brings along."""
    library = files("harness.constitution") / "library"
    return tuple(sorted(one.name.removesuffix(".md") for one in library.iterdir() if one.name.endswith(".md")))


def harness(project: Path, constitutions: Sequence[str]) -> Scan:
    """Through the command line, cold; the record is read as any program would read it."""
    adopt(project / "constitutions", constitutions)
    report = project / "record.json"
    argv = [*HARNESS, "check", "--no-cache", "--report", "json", "--output", report]
    taken = seconds_of(lambda: run(argv, project, accept=(0, 1, 4)))
    principles = json.loads(report.read_text())["constitution"]["principles"]
    alarms = [
        _alarm(one["span"]["path"], one["span"]["line"], principle["id"], _numbers(principle["cwes"]))
        for principle in principles
        for one in principle["findings"]
    ]
    cut = [one["id"] for one in principles if len(one["findings"]) >= 1000]
    note = f"the record holds not all findings of {', '.join(cut)}" if cut else ""
    levels = {one["id"]: one["level"] for one in principles}
    return Scan("harness", _sorted(alarms), taken, frozenset({"python", "javascript"}), note, levels)


def adopt(folder: Path, constitutions: Sequence[str]) -> None:
    """As a project does it: one document that extends the shipped ones, beside those that are files."""
    folder.mkdir()
    names = [one for one in constitutions if not one.endswith(".md")]
    for one in constitutions:
        if one.endswith(".md"):
            shutil.copy(one, folder)
    if names:
        head = f"---\nextends: [{', '.join(names)}]\n---\n# Constitution of the cases\n\nVersion 1.0.0 · ratified 2026-11-21\n"
        (folder / "cases.md").write_text(head, encoding="utf-8")


def bandit(project: Path, programs: Path) -> Scan:
    """All of its tests, of every severity, as it is run without options."""
    told: list[Any] = []
    argv = [programs / "bandit", "--quiet", "--recursive", "--format", "json", "cases"]
    taken = seconds_of(lambda: told.append(_json(argv, project)))
    alarms = [
        _alarm(one["filename"], one["line_number"], one["test_id"], _about(one["test_id"], one.get("issue_cwe", {})))
        for one in told[0]["results"]
    ]
    return Scan("bandit", _sorted(alarms), taken, frozenset({"python"}))


def ruff(project: Path) -> Scan:
    """The rules of the letter S: bandit's tests under the same numbers."""
    told: list[Any] = []
    options = ["--isolated", "--no-cache", "--select", "S", "--exit-zero", "--output-format", "json"]
    argv = [Path(sys.executable).parent / "ruff", "check", *options, "cases"]
    taken = seconds_of(lambda: told.append(_json(argv, project)))
    alarms = [
        _alarm(os.path.relpath(one["filename"], project), one["location"]["row"], one["code"], _about(one["code"], {}))
        for one in told[0]
        if one["code"]
    ]
    return Scan("ruff S", _sorted(alarms), taken, frozenset({"python"}))


def semgrep(project: Path, programs: Path) -> Scan:
    """Its public rules; where their registry cannot be reached, the rules that njsscan brings along for JavaScript."""
    told: list[Any] = []
    options = ["--metrics=off", "--disable-version-check", "--no-git-ignore", "--quiet", "--json"]

    def scan_with(configs: Iterable[str | Path]) -> None:
        chosen = [word for config in configs for word in ("--config", config)]
        told.append(_json([programs / "semgrep", "scan", *options, *chosen, "cases"], project, programs))

    if _reachable("semgrep.dev"):
        taken = seconds_of(lambda: scan_with(REGISTRY))
        note, languages = f"rules: {', '.join(REGISTRY)}", frozenset({"python", "javascript"})
    else:
        (rules,) = (programs.parent / "lib").glob("python*/site-packages/njsscan/rules/semantic_grep")
        taken = seconds_of(lambda: scan_with([rules]))
        note = "its registry could not be reached: JavaScript by the rules of njsscan, Python not measured"
        languages = frozenset({"javascript"})
    alarms = [
        _alarm(one["path"], one["start"]["line"], one["check_id"], _numbers(one["extra"]["metadata"].get("cwe", ())))
        for one in told[-1]["results"]
    ]
    return Scan("semgrep", _sorted(alarms), taken, languages, note)


def _reachable(host: str) -> bool:
    try:
        socket.create_connection((host, 443), timeout=5).close()
    except OSError:
        return False
    return True


def _json(argv: Sequence[str | Path], folder: Path, programs: Path | None = None) -> Any:
    path = f"{programs}:{os.environ['PATH']}" if programs else os.environ["PATH"]
    done = subprocess.run(
        list(map(str, argv)),
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{argv[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise SystemExit(f"{argv[0]} printed no JSON:\n{done.stderr[-2000:]}") from error


def _alarm(path: str, line: int, rule: str, cwes: frozenset[int]) -> Alarm:
    return Alarm(path.removeprefix("./").removeprefix("cases/"), line, rule, cwes)


def _about(test: str, own: dict[str, Any]) -> frozenset[int]:
    number = int(re.sub(r"\D", "", test) or "0")
    return ABOUT.get(number, frozenset()) | ({own["id"]} if "id" in own else frozenset())


def _numbers(told: str | Sequence[str]) -> frozenset[int]:
    """Of ``CWE-89``, ``cwe-89: …`` or a list of them."""
    texts = [told] if isinstance(told, str) else told
    return frozenset(int(number) for text in texts for number in re.findall(r"(?i)cwe-(\d+)", text))


def _sorted(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    key: Callable[[Alarm], tuple[str, int, str]] = lambda one: (one.path, one.line, one.rule)  # noqa: E731
    return tuple(sorted(alarms, key=key))
