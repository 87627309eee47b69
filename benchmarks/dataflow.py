"""What flows cost: on many small programs beside bandit and semgrep, and on Django cold, warm and after one change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.constitution import _django, _peak, _peers
from benchmarks.measure import HARNESS, Figure, medians, run, seconds_of

PROGRAMS = 1_243
TIMES = 3
CATEGORIES = ("sql", "command", "code", "path", "html", "redirect", "url", "deserialize", "xpath", "ldap", "session")
SINKS = (
    "sqlite3.connect('a').execute('select ' + {value})",
    "os.system('ls ' + {value})",
    "eval({value})",
    "open('/srv/' + {value}).read()",
    "flask.make_response('<p>' + {value})",
    "flask.redirect({value})",
    "urllib.request.urlopen({value})",
    "pickle.loads({value}.encode())",
    "flask.session.__setitem__('name', {value})",
)
STEPS = (
    "value = param",
    "value = {'a': 'safe', 'b': param}['b']",
    "value = {'a': 'safe', 'b': param}['a']",
    "value = 'safe' if 7 * 6 > 40 else param",
    "value = param if 7 * 6 > 40 else 'safe'",
    "items = ['one', param, 'two']\n    items.pop(0)\n    value = items[0]",
    "value = helper(param)",
    "value = str(int(param))",
)


def measure(folder: Path) -> Iterator[Figure]:
    """Ratios of medians, in turns; the peers that take long run once."""
    yield from _programs(folder / "programs", _peers(folder))
    yield from _on_django(folder)


def _programs(project: Path, peers: Path) -> Iterator[Figure]:
    names = _write_programs(project)
    cache = project.parent / "cache-programs"

    def check() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        run([*HARNESS, "check"], project, {"XDG_CACHE_HOME": str(cache)}, accept=(0, 1))

    (ours,) = medians(TIMES, check)
    bandit = seconds_of(lambda: run([peers / "bandit", "-q", "-r", "programs"], project, accept=(0, 1)))
    options = [
        "--metrics=off",
        "--disable-version-check",
        "--no-git-ignore",
        "--quiet",
        "--json",
        "--config",
        "rules.yml",
    ]
    (project / "rules.yml").write_text(_semgrep_rules())
    path = {"PATH": f"{peers}:{os.environ['PATH']}"}
    semgrep = seconds_of(lambda: run([peers / "semgrep", "scan", *options, "programs"], project, path, accept=(0, 1)))
    for name, taken, least in (("bandit", bandit, 5), ("semgrep", semgrep, 20)):
        detail = f"{ours:.2f} s against {taken:.1f} s, once, {len(names)} files; asked for: {least} times as fast"
        yield Figure("dataflow", f"flows in small programs / {name}", ours / taken, "×", 1 / least, detail)


def _on_django(folder: Path) -> Iterator[Figure]:
    project, files = _django(folder)
    _write_checks(project)
    cache = folder / "cache-django"

    def check() -> None:
        run([*HARNESS, "check"], project, {"XDG_CACHE_HOME": str(cache)}, accept=(0, 1))

    cold = seconds_of(check)
    yield Figure(
        "dataflow", "flows in Django, cold", cold, "s", 20, f"{len(files)} files, every library, start-up included"
    )
    (warm,) = medians(TIMES, check)
    yield Figure("dataflow", "flows in Django, nothing changed", warm, "s", 2, f"medians of {TIMES}")
    for name in ("django/http/request.py", "tests/cache/tests.py"):
        changed = project / name
        text = changed.read_text()
        changed.write_text(text + "\n# one more line\n")
        taken = seconds_of(check)
        changed.write_text(text)
        yield Figure("dataflow", f"flows in Django, {name} changed", taken, "s", 2, "once")
    shutil.rmtree(cache, ignore_errors=True)
    peak = _peak([*HARNESS, "check"], project, cache)
    yield Figure("dataflow", "most memory, flows in Django", peak / 2**20, "MiB", 1024, "all processes together, cold")


def _write_programs(project: Path) -> list[str]:
    """Small programs of Flask, each with one route in which a value takes a few steps, to a sink or not."""
    folder = project / "programs"
    folder.mkdir(parents=True)
    names = []
    for number in range(PROGRAMS):
        step = STEPS[number % len(STEPS)]
        sink = SINKS[number // len(STEPS) % len(SINKS)].format(value="value")
        text = (
            "import os\nimport pickle\nimport sqlite3\nimport urllib.request\n\nimport flask\nfrom flask import request\n\n"
            f"app = flask.Flask(__name__)\n\n\ndef helper(text):\n    return text.strip() + '{number}'\n\n\n"
            f"@app.route('/t{number}', methods=['GET', 'POST'])\ndef page_{number}():\n"
            f"    param = request.form.get('p{number}')\n"
            f"    if not param:\n        param = ''\n    {step}\n    found = {sink}\n    return 'done', 200\n"
        )
        name = f"program{number:05}.py"
        (folder / name).write_text(text)
        names.append(name)
    _write_checks(project)
    return names


def _write_checks(project: Path) -> None:
    """One principle for each category, all with every library."""
    folder = project / "constitutions"
    folder.mkdir(parents=True, exist_ok=True)
    bad = "from flask import request\nimport os\nos.system(request.args['x'])\n"
    parts = [
        f"## FLOW-{number:03} No {category}\n\n- **Level:** SHOULD\n- **Applies to:** `**/*.py`\n"
        f"- **Constraint:** What users send SHOULD NOT reach {category}.\n- **Rationale:** It is measured.\n\n"
        f"```yaml check\nforbid:\n  dataflow:\n    category: {category}\n```\n"
        + (f"\n```python bad\n{bad}```\n" if category == "command" else "")
        for number, category in enumerate(CATEGORIES, 1)
    ]
    text = "# Benchmark of flows\n\nVersion 1.0.0 · ratified 2026-11-21\n\n" + "\n".join(parts)
    (folder / "flows.md").write_text(text)


def _semgrep_rules() -> str:
    """Taint from requests to each sink, as semgrep writes it."""
    sinks = (
        "$DB.execute(...)",
        "os.system(...)",
        "eval(...)",
        "open(...)",
        "flask.make_response(...)",
        "flask.redirect(...)",
    )
    sinks += ("urllib.request.urlopen(...)", "pickle.loads(...)")
    rules = [
        f"  - id: flow{number}\n    languages: [python]\n    severity: ERROR\n    message: found\n    mode: taint\n"
        f"    pattern-sources:\n      - pattern: flask.request.$ANY\n    pattern-sinks:\n      - pattern: {sink}\n"
        for number, sink in enumerate(sinks)
    ]
    return "rules:\n" + "".join(rules)
