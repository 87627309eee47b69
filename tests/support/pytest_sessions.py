"""Projects with cards, golden cases, principles and tests in Python, and real sessions of pytest on them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.support.goldens import case
from tests.support.projects import ADD, CardProject, card

CONSTITUTION = """# Constitution of the list

Version 1.0.0

## SEC-001 No eval

- **Level:** MUST
- **CWE:** CWE-95
- **Applies to:** `src/**/*.py`
- **Constraint:** Code MUST NOT call eval.
- **Verifies:** FR-001

```yaml check
forbid:
  language: python
  any:
    - pattern: eval($X)
```

```python bad
eval(text)
```

```python good
int(text)
```

## SEC-002 No exec

- **Level:** SHOULD
- **Applies to:** `src/**/*.py`
- **Constraint:** Code SHOULD NOT call exec.

```yaml check
forbid:
  language: python
  any:
    - pattern: exec($X)
```

```python bad
exec(text)
```

```python good
int(text)
```
"""
TESTS = """
import pytest


@pytest.mark.verifies("FR-001")
def test_marked():
    assert True


@pytest.mark.verifies("FR-002")
@pytest.mark.parametrize("x", ["a", "b"])
def test_sets(x):
    assert x


def test_plain():
    pass
"""
OTHERS = ("-p", "no:hypothesispytest", "-p", "no:anyio", "-p", "no:playwright", "-p", "no:base_url")
SHOW = '1. Run `todo add milk`.\n   - It succeeds.\n2. Run `todo list`.\n   - You see "milk".\n'
WRONG = ADD.replace("added milk", "added bread")


@dataclass(frozen=True)
class Ended:
    """A session of pytest that is over, and the run that it left behind, if any."""

    code: int
    out: str
    err: str
    folder: Path | None

    @property
    def run(self) -> dict[str, Any]:
        """The record."""
        assert self.folder is not None, self.out + self.err
        found: dict[str, Any] = json.loads((self.folder / "run.json").read_text())
        return found

    def states(self) -> dict[str, str]:
        """What came of each card, golden case and principle of the record, by its id."""
        run = self.run
        cards = {one["id"]: one["state"] for one in run["cards"]}
        cases = {f"golden {one['id']}": one["outcome"] for one in (run["golden"] or {"cases": ()})["cases"]}
        principles = (run["constitution"] or {"principles": ()})["principles"]
        return cards | cases | {one["id"]: one["outcome"] for one in principles}

    def tests(self) -> dict[str, dict[str, Any]]:
        """The tests of the record, by their ids."""
        return {one["id"]: one for one in self.run["tests"]}

    def told(self) -> dict[str, str]:
        """What pytest said of each item (with ``-v``), by its id."""
        found = re.findall(r"^(\S+::\S+) (PASSED|FAILED|ERROR|SKIPPED|RERUN|XFAIL|XPASS)", self.out, re.MULTILINE)
        workers = re.findall(r"^\[gw\d+\] \[ *\d+%\] ([A-Z]+) (\S+)", self.out, re.MULTILINE)
        return dict(found) | {name.strip(): word for word, name in workers}


def list_project(room: Path, cards: dict[str, str] | None = None) -> CardProject:
    """A project with everything, in which nothing fails; its golden case is accepted."""
    made = CardProject.create(room, {"add.md": card("LIST-ADD"), "show.md": card("LIST-SHOW", SHOW, verifies="FR-002")})
    made.write("constitutions/list.md", CONSTITUTION)
    made.write("src/part.py", "def number(text):\n    return int(text)\n")
    made.write("golden/add.md", case("LIST-ADD", "todo add milk", "todo list"))
    made.write("tests/test_it.py", TESTS)
    made.write(".gitignore", "__pycache__/\n")
    for name, text in (cards or {}).items():
        made.write(f"testcards/{name}", text)
    made = replace(made, variables={"CI": ""})
    done = made.harness("golden", "record", "golden")
    assert done.code == 0, done
    made.repository.commit()
    return made


def settled_project(room: Path) -> CardProject:
    """The same, whose last change edits no judge."""
    made = list_project(room)
    made.write("src/more.py", "MORE = 1\n")
    made.repository.commit()
    return made


def pytest_of(made: CardProject, *arguments: str, folder: Path | None = None, **variables: str) -> Ended:
    """Run pytest in the project as a user would, and read the newest run if it left one."""
    before = set(made.runs())
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *OTHERS, *arguments],
        cwd=folder or made.folder,
        env={**made.environment, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    new = sorted(set(made.runs()) - before)
    assert len(new) <= 1, new
    return Ended(done.returncode, done.stdout, done.stderr, new[0] if new else None)


def properties(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The properties of each test in a JUnit file, by its name."""
    cases = ElementTree.parse(path).getroot().iter("testcase")
    return {
        one.attrib["name"]: [(two.attrib["name"], two.attrib["value"]) for two in one.iter("property")] for one in cases
    }
