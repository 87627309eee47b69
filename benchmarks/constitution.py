"""What ``harness check`` costs on Django beside ast-grep alone, semgrep and bandit, with ten rules that say the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import HARNESS, Figure, alternate, medians, run, seconds_of

TIMES = 7
DJANGO = "django>=5.2,<5.3"
PEERS = ("bandit>=1.8", "semgrep>=1.100")
MANY_FILES = 100_000


@dataclass(frozen=True)
class Rule:
    """One rule: as ast-grep and semgrep write it, the test of bandit that comes nearest, and a sample that it flags."""

    name: str
    pattern: str
    semgrep: str
    bandit: str
    bad: str


RULES = (
    Rule("eval", "eval($$$)", "eval(...)", "B307", "eval(x)"),
    Rule("exec", "exec($$$)", "exec(...)", "B102", "exec(x)"),
    Rule("md5", "hashlib.md5($$$)", "hashlib.md5(...)", "B324", "hashlib.md5(x)"),
    Rule("system", "os.system($$$)", "os.system(...)", "B605", "os.system(x)"),
    Rule("pickle", "pickle.loads($$$)", "pickle.loads(...)", "B301", "pickle.loads(x)"),
    Rule("sql", '$DB.execute(f"$$$")', '$DB.execute(f"...")', "B608", 'db.execute(f"select {x}")'),
    Rule(
        "shell",
        "subprocess.$CALL($$$A, shell=True, $$$B)",
        "subprocess.$CALL(..., shell=True, ...)",
        "B602",
        "subprocess.run(x, shell=True)",
    ),
    Rule("yaml", "yaml.load($X)", "yaml.load($X)", "B506", "yaml.load(x)"),
    Rule("mark", "mark_safe($X)", "mark_safe($X)", "B308", "mark_safe(x)"),
    Rule("mktemp", "tempfile.mktemp($$$)", "tempfile.mktemp(...)", "B306", "tempfile.mktemp()"),
)


def measure(folder: Path) -> Iterator[Figure]:
    """Ratios of medians, in turns; the peers that take long run once."""
    project, files = _django(folder)
    _write_constitution(project, RULES)
    bench = _Bench(folder, project, files)
    yield from bench.cold()
    yield from bench.warm()
    yield from bench.hundred_rules()
    yield from bench.memory()


class _Bench:
    def __init__(self, folder: Path, project: Path, files: list[str]) -> None:
        self.folder = folder
        self.project = project
        self.files = files
        self.cache = folder / "cache"
        self.bin = Path(sys.executable).parent

    def check(self, project: Path | None = None) -> None:
        """As in CI: no terminal; violations are expected."""
        run([*HARNESS, "check"], project or self.project, {"XDG_CACHE_HOME": str(self.cache)}, accept=(0, 1))

    def check_cold(self) -> None:
        shutil.rmtree(self.cache, ignore_errors=True)
        self.check()

    def ast_grep(self) -> None:
        rules = "\n---\n".join(_ast_grep_rule(rule) for rule in RULES)
        run([self.bin / "ast-grep", "scan", "--inline-rules", rules, "--json=stream", *self.files], self.project)

    def cold(self) -> Iterator[Figure]:
        ours, bare = medians(TIMES, self.check_cold, self.ast_grep)
        detail = f"{ours:.2f} s against {bare:.2f} s, medians of {TIMES}, {len(self.files)} files, start-up included"
        yield Figure("constitution", "ten rules over Django, cold / ast-grep alone", ours / bare, "×", 0.9, detail)
        peers = _peers(self.folder)
        config = self.folder / "semgrep.yml"
        config.write_text("rules:\n" + "".join(_semgrep_rule(rule) for rule in RULES))
        tests = ",".join(rule.bandit for rule in RULES)
        targets = sorted({name.partition("/")[0] for name in self.files})
        options = ["--quiet", "--config", config, "--json", *targets]
        semgrep = seconds_of(
            lambda: run(
                [peers / "semgrep", "scan", "--metrics=off", "--disable-version-check", "--no-git-ignore", *options],
                self.project,
                {"PATH": f"{peers}:{os.environ['PATH']}"},
                accept=(0, 1),
            )
        )
        bandit = seconds_of(
            lambda: run([peers / "bandit", "-q", "-r", "-t", tests, *targets], self.project, accept=(0, 1))
        )
        for name, taken, least in (("semgrep", semgrep, 12), ("bandit", bandit, 25)):
            detail = f"{ours:.2f} s against {taken:.1f} s, once; asked for: {least} times as fast"
            yield Figure(
                "constitution", f"ten rules over Django, cold / {name}", ours / taken, "×", round(1 / least, 3), detail
            )

    def warm(self) -> Iterator[Figure]:
        self.check()
        floor = self.folder / "floor.py"
        floor.write_text(FLOOR)
        names = self.folder / "names"
        names.write_text("\n".join(self.files))
        warm, read = medians(TIMES, self.check, lambda: run([sys.executable, "-I", "-S", floor, names], self.project))
        detail = f"{warm * 1000:.0f} ms against {read * 1000:.0f} ms, medians of {TIMES}, start-up included in both"
        yield Figure("constitution", "nothing changed / reading and hashing the files", warm / read, "×", 3.0, detail)
        changed = self.project / "django/http/request.py"
        text = changed.read_text()

        def change() -> None:
            changed.write_text(f"{text}\n# {time.perf_counter_ns()}\n")
            self.check()

        one, version = (median(taken) for taken in alternate(TIMES, change, lambda: run([*HARNESS, "--version"])))
        changed.write_text(text)
        detail = f"{one * 1000:.0f} ms less start-up of {version * 1000:.0f} ms, medians of {TIMES}"
        yield Figure("constitution", "one changed file, above start-up", (one - version) * 1000, "ms", 150, detail)

    def hundred_rules(self) -> Iterator[Figure]:
        many = self.folder / "many"
        shutil.copytree(self.project, many, symlinks=True)
        _write_constitution(many, tuple(_variants()))

        def hundred() -> None:
            shutil.rmtree(self.cache, ignore_errors=True)
            self.check(many)

        ten, hundred_taken = medians(3, self.check_cold, hundred)
        detail = f"{hundred_taken:.2f} s against {ten:.2f} s, medians of 3, cold"
        yield Figure("constitution", "100 rules / ten rules", hundred_taken / ten, "×", 2.6, detail)

    def memory(self) -> Iterator[Figure]:
        shutil.rmtree(self.cache, ignore_errors=True)
        peak = _peak([*HARNESS, "check"], self.project, self.cache)
        detail = "all processes together, cold, sampled every 5 ms"
        yield Figure("constitution", "most memory, ten rules over Django", peak / 2**20, "MiB", 125, detail)
        taken = []
        for count in (MANY_FILES // 10, MANY_FILES):
            project = self.folder / f"files-{count}"
            _spread(self.files, self.project, project, count)
            _write_constitution(project, RULES)
            taken.append(_peak([*HARNESS, "check"], project, self.folder / f"cache-{count}"))
            shutil.rmtree(project)
        detail = f"{taken[1] / 2**20:.0f} MiB against {taken[0] / 2**20:.0f} MiB, cold"
        name = f"most memory, {MANY_FILES} files / {MANY_FILES // 10} files"
        yield Figure("constitution", name, taken[1] / taken[0], "×", 1.3, detail)


FLOOR = """
import hashlib, sys
for name in open(sys.argv[1]).read().split("\\n"):
    with open(name, "rb") as file:
        hashlib.sha256(file.read()).hexdigest()
"""


def _django(folder: Path) -> tuple[Path, list[str]]:
    """The sources of Django with its tests, as a project, and its Python files."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run([*pip, "--no-binary", ":all:", "--dest", folder, DJANGO])
    (archive,) = folder.glob("[dD]jango-*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    (project,) = (path for path in folder.iterdir() if path.is_dir() and path.name.lower().startswith("django-"))
    files = sorted(path.relative_to(project).as_posix() for path in project.rglob("*.py"))
    # One of its test files is meant not to parse, which would leave every principle open.
    broken = "tests/test_runner_apps/tagged/tests_syntax_error.py"
    if broken in files:
        (project / broken).unlink()
        files.remove(broken)
    return project, files


def _peers(folder: Path) -> Path:
    """Where bandit and semgrep lie, in an environment of their own."""
    run([sys.executable, "-m", "venv", folder / "peers"])
    programs = folder / "peers" / "bin"
    run([programs / "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS])
    return programs


def _variants() -> Iterator[Rule]:
    """A hundred rules: the ten, and nine of the same make for each that speak of other names."""
    yield from RULES
    for number in range(1, 10):
        for rule in RULES:
            word = rule.pattern.partition("(")[0].split(".")[-1].strip("$")
            other = f"{word.lower()}_{number}"
            swap: Callable[[str], str] = lambda text, word=word, other=other: text.replace(word, other)  # noqa: E731
            if rule.pattern.startswith(("$DB", "subprocess")):
                swap = lambda text, other=other: (  # noqa: E731
                    text.replace("$DB.execute", f"$DB.{other}")
                    .replace("db.execute", f"db.{other}")
                    .replace("subprocess.", f"{other}.")
                )
            yield Rule(f"{rule.name}{number}", swap(rule.pattern), "", "", swap(rule.bad))


def _write_constitution(project: Path, rules: Sequence[Rule]) -> None:
    folder = project / "constitutions"
    folder.mkdir(parents=True, exist_ok=True)
    parts = [
        f"## BEN-{number:03} No {rule.name}\n\n- **Level:** MUST\n- **Applies to:** `**/*.py`\n"
        f"- **Constraint:** Code MUST NOT call it.\n- **Rationale:** It is measured.\n\n"
        f"```yaml check\nforbid:\n  language: python\n  pattern: '{rule.pattern}'\n```\n\n"
        f"```python bad\n{rule.bad}\n```\n\n```python good\nother(1)\n```\n"
        for number, rule in enumerate(rules, 1)
    ]
    text = "# Benchmark constitution\n\nVersion 1.0.0 · ratified 2026-11-21\n\n" + "\n".join(parts)
    (folder / "bench.md").write_text(text)


def _ast_grep_rule(rule: Rule) -> str:
    return f"id: {rule.name}\nlanguage: python\nrule:\n  pattern: '{rule.pattern}'"


def _semgrep_rule(rule: Rule) -> str:
    head = f"  - id: {rule.name}\n    languages: [python]\n    severity: ERROR\n    message: found\n"
    return f"{head}    pattern: '{rule.semgrep}'\n"


def _spread(files: Sequence[str], source: Path, target: Path, count: int) -> None:
    """So many small files, each of other content, made of the beginnings of real ones."""
    texts = [(source / name).read_bytes()[:2000].rsplit(b"\n\n", 1)[0] for name in files[:200]]
    clean = [text for text in texts if _parses(text)]
    for number in range(count):
        folder = target / f"part{number // 500}"
        if number % 500 == 0:
            folder.mkdir(parents=True)
        (folder / f"m{number}.py").write_bytes(b"%s\n# %d\n" % (clean[number % len(clean)], number))


def _parses(text: bytes) -> bool:
    try:
        compile(text, "sample", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _peak(argv: Sequence[str], project: Path, cache: Path) -> int:
    """The most bytes that a command and all its children held at once."""
    running = subprocess.Popen(
        argv,
        cwd=project,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0
    done = threading.Event()

    def sample() -> None:
        nonlocal most
        while not done.wait(0.005):
            most = max(most, _held(running.pid))

    watch = threading.Thread(target=sample)
    watch.start()
    code = running.wait()
    done.set()
    watch.join()
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(argv)} ended with {code}")
    return most


def _held(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_held(int(child)) for child in children)
