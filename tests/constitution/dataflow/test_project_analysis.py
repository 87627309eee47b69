"""Whole projects: what is found does not depend on the order of files, on who does the work, or on what was kept."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import pytest

from harness.adapters.syntax import Grammars
from harness.adapters.workers import ProcessWorkers
from harness.constitution.checks.dataflow.answers import Answers
from harness.constitution.checks.dataflow.catalogue import CatalogueSpec, build
from harness.constitution.checks.dataflow.catalogue.spec import canonical
from harness.constitution.checks.dataflow.project import ProjectAnalysis
from harness.constitution.checks.dataflow.project import analysis as conducting
from harness.domain.findings import DoubtKind
from harness.ports.sources import SourceFile
from harness.ports.workers import Lost

OWN = canonical(
    [
        {
            "id": "own",
            "category": ["sql"],
            "sources": ["web.take()", "web.box"],
            "sinks": ["db.run($SQL)"],
            "sanitizers": ["db.quote($X)"],
            "misuses": [{"pattern": "lib.hash($A)", "if": {"A": ["md5"]}, "category": "weak-hash"}],
        }
    ]
)
SPEC = CatalogueSpec(libraries=("markupsafe",), own=OWN)
IN = "import web\nimport db\n"
Project = Mapping[str, str]


def files(project: Project) -> list[SourceFile]:
    return [
        SourceFile(path, text.encode(), hashlib.sha256(text.encode()).hexdigest()) for path, text in project.items()
    ]


def analysis(count: int = 0) -> ProjectAnalysis[CatalogueSpec]:
    return ProjectAnalysis(build, Grammars().tree, partial(ProcessWorkers, count=count))


def found(project: Project) -> list[tuple[str, int]]:
    return [(hit.path, hit.line) for hit in analysis().analysed(files(project), SPEC).hits]


def route(answers: Answers) -> list[tuple[str, int]]:
    (hit,) = answers.hits
    assert hit.taint is not None
    assert hit.taint.trail is not None
    return [(step.path, step.line) for step in hit.taint.trail.steps()]


HELPER = {
    "app/__init__.py": "",
    "app/store.py": "import db\ndef save(text):\n    return db.run('select ' + text)\n",
}


@pytest.mark.parametrize(
    "view",
    [
        "import web\nfrom app.store import save\ndef view():\n    save(web.take())\n",
        "import web\nfrom app import store\ndef view():\n    store.save(web.take())\n",
        "import web\nimport app.store\ndef view():\n    app.store.save(web.take())\n",
        "import web\nimport app.store as kept\ndef view():\n    kept.save(web.take())\n",
        "import web\nfrom .store import save as keep\ndef view():\n    keep(web.take())\n",
        "import web\nfrom . import store\ndef view():\n    store.save(web.take())\n",
        "import web\nfrom app.store import *\ndef view():\n    save(web.take())\n",
        "import web\ndef view():\n    from app.store import save\n    save(web.take())\n",
        "import web as w\nfrom app.store import save\ndef view():\n    save(w.take())\n",
        "from web import take as grab\nfrom app.store import save\ndef view():\n    save(grab())\n",
        "from web import *\nfrom app.store import save\ndef view():\n    save(take())\n",
        "import web\nfrom app.store import save\nsave(web.take())\n",
        "import web\nfrom app.store import save\nclass View:\n    shown = save(web.take())\n",
        "import web\ntry:\n    from app.store import save\nexcept ImportError:\n    save = None\ndef view():\n    save(web.take())\n",  # noqa: E501
    ],
)
def test_a_flow_leads_into_another_file(view: str) -> None:
    assert found({**HELPER, "app/views.py": view}) == [("app/store.py", 3)]


@pytest.mark.parametrize(
    "extra",
    [
        {"app/__init__.py": "from app.store import save\n"},
        {"app/__init__.py": "from .store import *\n"},
        {"app/__init__.py": "from .store import *\n__all__ = ['save']\n"},
        {"app/__init__.py": "from .middle import save\n", "app/middle.py": "from .store import save\n"},
    ],
)
def test_what_a_package_gives_on_is_followed(extra: Project) -> None:
    view = {"main.py": "import web\nfrom app import save\ndef view():\n    save(web.take())\n"}
    assert found({**HELPER, **extra, **view}) == [("app/store.py", 3)]


@pytest.mark.parametrize(
    "extra",
    [
        {"app/__init__.py": "from .store import *\n", "app/store.py": HELPER["app/store.py"] + "__all__ = ['other']\n"},
        {
            "app/__init__.py": "from .store import *\n",
            "app/store.py": "import db\ndef _save(text):\n    db.run(text)\n",
        },
    ],
)
def test_what_a_module_keeps_to_itself_is_not_taken(extra: Project) -> None:
    view = {
        "main.py": "import web\nfrom app import save, _save\ndef view():\n    save(web.take())\n    _save(web.take())\n"
    }
    assert not found({**HELPER, **extra, **view})


@pytest.mark.parametrize(
    "text",
    [
        "def current():\n    return web.take()\ndef view():\n    db.run(current())\n",
        "def current():\n    return web.take()\ndef middle():\n    return current()\ndef view():\n    db.run(middle())\n",
        "class Form:\n    def __init__(self):\n        self.text = web.take()\n    def show(self):\n        db.run(self.text)\n",  # noqa: E501
        "class Form:\n    def read(self):\n        self.text = web.take()\nclass Other(Form):\n    def show(self):\n        db.run(self.text)\n",  # noqa: E501
        "class Base:\n    def keep(self, text):\n        db.run(text)\nclass Form(Base):\n    def show(self):\n        self.keep(web.take())\n",  # noqa: E501
        "GIVEN = web.take()\ndef view():\n    db.run(GIVEN)\n",
        "def fill(box):\n    box['text'] = web.take()\ndef view():\n    box = {}\n    fill(box)\n    db.run(box['text'])\n",
        "def again(text, n):\n    if n:\n        return again(text, n - 1)\n    db.run(text)\ndef view():\n    again(web.take(), 3)\n",  # noqa: E501
        "def even(text, n):\n    return odd(text, n - 1) if n else text\ndef odd(text, n):\n    return even(text, n - 1)\n"
        "def view():\n    db.run(even(web.take(), 4))\n",
        "def outer():\n    def inner():\n        db.run(web.take())\n    return inner\n",
        "take = web.take\ndef view():\n    db.run(take())\n",
        "class A:\n    class B:\n        def go(self, text):\n            db.run(text)\n    class C(B):\n        def show(self):\n"  # noqa: E501
        "            self.go(web.take())\n",
    ],
)
def test_a_flow_between_functions(text: str) -> None:
    assert len(found({"one.py": IN + text})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "def clean(text):\n    return db.quote(text)\ndef view():\n    db.run(clean(web.take()))\n",
        "def choose(text, raw):\n    return text if raw else db.quote(text)\ndef view():\n    db.run(choose(web.take(), False))\n",  # noqa: E501
        "RAW = False\ndef view():\n    db.run(web.take() if RAW else 'x')\n",
        "class View:\n    RAW = False\n    def show(self):\n        db.run(web.take() if self.RAW else 'x')\n",
        "def check(text):\n    if not text.isdigit():\n        raise ValueError\ndef view():\n    text = web.take()\n    check(text)\n"  # noqa: E501
        "    db.run(text)\n",
    ],
)
def test_a_flow_that_other_functions_stop(text: str) -> None:
    assert not found({"one.py": IN + text})


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("RAW = False\ndef set():\n    global RAW\n    RAW = True\n", {}),
        ("RAW = False\n", {"other.py": "import one\none.RAW = True\n"}),
        ("RAWS = []\ndef add():\n    RAWS.append(1)\nRAW = len(RAWS) > 0\n", {"other.py": "import one\none.RAW = 1\n"}),
    ],
)
def test_a_global_that_something_changes_is_not_constant(text: str, others: Project) -> None:
    view = "def view():\n    db.run(web.take() if RAW else 'x')\n"
    assert len(found({"one.py": IN + text + view, **others})) == 1


def test_a_misuse_needs_no_source() -> None:
    text = "import lib\ndef of(kind):\n    return lib.hash(kind)\ndef view():\n    of('md5')\n    of('sha256')\n    lib.hash('md5')\n"  # noqa: E501
    assert found({"one.py": text}) == [("one.py", 3), ("one.py", 7)]


def test_a_hit_is_told_once_with_the_shortest_way() -> None:
    project = {
        **HELPER,
        "app/long.py": "import web\nfrom app.store import save\ndef pass_on(x):\n    save(x)\ndef view():\n    pass_on(web.take())\n",  # noqa: E501
        "app/short.py": "import web\nfrom app.store import save\ndef view():\n    save(web.take())\n",
    }
    told = analysis().analysed(files(project), SPEC)
    assert route(told)[0] == ("app/short.py", 4)


LOOPS = {
    f"m{number}.py": IN
    + "".join(f"import m{other}\n" for other in range(8))
    + f"def f(x):\n    if x == {number}:\n        db.run(x)\n    return m{(number + 1) % 8}.g(x)\n"
    + f"def g(x):\n    m{(number * 3 + 1) % 8}.f(x)\n    return m{(number + 2) % 8}.h(x, {number % 3})\n"
    + f"def h(x, k):\n    if k:\n        return m{(number + 5) % 8}.f(x)\n    return x + str(k)\n"
    + (f"def view():\n    db.run(f(web.take()))\n    h(web.take(), {number})\n" if number % 2 else "")
    for number in range(8)
}


def test_the_order_of_files_makes_no_difference() -> None:
    expected = analysis().analysed(files(LOOPS), SPEC)
    assert expected.hits
    for seed in range(3):
        shuffled = files(LOOPS)
        random.Random(seed).shuffle(shuffled)
        told = analysis().analysed(shuffled, SPEC)
        assert told == expected
        assert [hit.taint.trail for hit in told.hits if hit.taint] == [
            hit.taint.trail for hit in expected.hits if hit.taint
        ]


@pytest.mark.parametrize("count", [1, 2])
def test_how_many_workers_there_are_makes_no_difference(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = analysis().analysed(files(LOOPS), SPEC)
    monkeypatch.setattr(conducting, "LITTLE", 1)
    seen: list[tuple[int, int]] = []
    told = analysis(count).analysed(files(LOOPS), SPEC, told=lambda done, all: seen.append((done, all)))
    assert told == expected
    assert seen[-1] == (8, 8)


def test_where_the_analysis_begins_makes_no_difference() -> None:
    expected = analysis().analysed(files(LOOPS), SPEC).hits
    alone = {hit for path in LOOPS for hit in analysis().analysed(files(LOOPS), SPEC).hits if hit.path == path}
    assert alone == set(expected)


def test_samples_are_projects_of_their_own() -> None:
    bad = "import web\nimport db\ndb.run(web.take())\n"
    told = analysis().analysed_apart(files({"a.py": bad, "b.py": "from a import x\n", "c.py": bad}), SPEC)
    assert [len(answers.hits) for answers in told] == [1, 0, 1]
    assert analysis().analysed([], SPEC) == Answers()


def test_what_cannot_be_followed_is_told() -> None:
    project = {
        "bad.py": "import web\ndef f(:\n    web.take(((\n",
        "view.py": "import web\nimport bad\ndef view():\n    bad.f(web.take())\n",
        "idle.py": "def f(:\n",
    }
    told = {(one.path, one.kind) for one in analysis().analysed(files(project), SPEC).unfollowed}
    assert {path for path, _ in told} == {"bad.py", "idle.py"}
    assert {kind for _, kind in told} <= {DoubtKind.UNPARSABLE, DoubtKind.UNREADABLE}


def test_what_cannot_be_read_concerns_the_files_that_lead_there() -> None:
    project = {
        "db2.py": "def run(q):\n    return q +\n\ndef )\n",
        "view.py": IN + "import db2\ndef view():\n    db2.run(web.take())\n",
        "other.py": IN + "def view():\n    web.take()\n",
    }
    concerned = {path for one in analysis().analysed(files(project), SPEC).unfollowed for path in one.concerns}
    assert concerned == {"db2.py", "view.py"}


DISGUISES = {
    "utf-16": (IN + "def view():\n    db.run(web.take())\n").encode("utf-16"),
    "utf-7": b"# coding: utf-7\nimport web\nimport db\ndef view():\n    db.run(web.+AHQ-ake())\n",
    "unicode_escape": b"# coding: unicode_escape\nimport web\nimport db\ndef view():\n    db.run(web.\\x74ake())\n",
    "wide letters": (IN + "def view():\n    db.run(web.\uff54ake())\n").encode(),
    "NUL": b"import web\n\0import db\ndef view():\n    db.run(web.ta\0ke())\n",
    "half a file": b"import web\nimport db\ndef view(:\n    db.ru",
}


@pytest.mark.parametrize("data", DISGUISES.values(), ids=DISGUISES)
def test_code_in_disguise_is_found_or_in_doubt(data: bytes) -> None:
    answers = analysis().analysed([SourceFile("view.py", data, "1")], SPEC)
    assert answers.hits or {one.path for one in answers.unfollowed} == {"view.py"}


def test_names_of_javascript_that_are_written_otherwise_are_in_doubt() -> None:
    text = "function f(req) { return run(r\\u0065q.query) }\n"
    spec = CatalogueSpec("javascript", libraries=("express",))
    (one,) = analysis().analysed([SourceFile("a.js", text.encode(), "1")], spec).unfollowed
    assert (one.path, one.line, one.reason) == ("a.js", 1, "a name is written otherwise than it is read")


def test_a_function_over_its_budget_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.constitution.checks.dataflow.project import world

    real = world.analyse_function
    monkeypatch.setattr(world, "analyse_function", partial(real, budget=8))
    text = IN + "def long():\n    " + "; ".join("db.run(web.take())" for _ in range(20)) + "\n"
    told = analysis().analysed(files({"one.py": text}), SPEC)
    (one,) = told.unfollowed
    assert (one.path, one.line, one.kind) == ("one.py", 3, DoubtKind.UNREADABLE)
    assert "`long`" in one.reason


def test_why_nothing_was_found_is_told_if_it_is_asked_for() -> None:
    project = files({"one.py": IN + "def view():\n    db.run(db.quote(web.take()))\n"})
    assert not analysis().analysed(project, SPEC).stops
    assert [stop.line for stop in analysis().analysed(project, SPEC, explain=True).stops]


class Losing:
    """Workers of which some tasks end them."""

    def __init__(self, make: Callable[[], object], lost: str) -> None:
        self._held = make()
        self._lost = lost

    def __enter__(self) -> Losing:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def each(self, work: Callable[..., object], tasks: Sequence[object], *, apart: bool = True) -> Iterator[object]:
        for task in tasks:
            yield Lost("it was ended") if work.__name__ == self._lost else work(self._held, task)


@pytest.mark.parametrize("lost", ["facts", "analyse"])
def test_files_that_were_lost_with_their_worker_are_in_doubt(lost: str) -> None:
    project = {"one.py": IN + "db.run(web.take())\n"}
    told = replace(analysis(), crew=partial(Losing, lost=lost)).analysed(files(project), SPEC)
    assert [(one.path, one.kind, one.reason) for one in told.unfollowed] == [
        ("one.py", DoubtKind.TOOL, "its flows are not known: it was ended")
    ]


SCRIPT = CatalogueSpec(
    "javascript",
    ("node",),
    canonical([{"id": "own", "category": ["sql"], "sources": ["web.take()"], "sinks": ["db.run($SQL)"]}]),
)


@pytest.mark.parametrize(
    ("store", "view"),
    [
        ("export function save(x) { db.run(x); }", "import { save } from './store';\nsave(web.take());"),
        ("export default function (x) { db.run(x); }", "import save from './store.js';\nsave(web.take());"),
        ("export const save = (x) => db.run(x);", "import * as store from './store';\nstore.save(web.take());"),
        (
            "exports.save = (x) => db.run(x);",
            "const { save } = require('./store');\nfunction f() { save(web.take()); }",
        ),
    ],
)
def test_a_flow_leads_into_another_file_of_javascript(store: str, view: str) -> None:
    project = {
        "lib/store.js": f"import db from 'db';\n{store}\n",
        "lib/view.js": f"import web from 'web';\n{view}\n",
    }
    assert [(hit.path, hit.line) for hit in analysis().analysed(files(project), SCRIPT).hits] == [("lib/store.js", 2)]


@pytest.mark.parametrize(
    "view",
    [
        "from importlib import import_module\ndef view():\n    db.run(import_module('we' + 'b').take())\n",
        "def view():\n    w = __import__('w' + 'eb')\n    db.run(w.take())\n",
        "import importlib\nw = importlib.import_module('we' + 'b')\ndef view():\n    db.run(w.take())\n",
        "import importlib\nclass Kept:\n    w = importlib.import_module('we' + 'b')\ndef view():\n    db.run(Kept.w.take())\n",
    ],
)
def test_a_package_whose_name_is_put_together_is_imported_all_the_same(view: str) -> None:
    assert [path for path, _ in found({"view.py": "import db\n" + view})] == ["view.py"]


@pytest.mark.parametrize(
    ("keeper", "reader"),
    [
        ("import os\nkept = os.environ\n", "from keeper import kept\ndef f():\n    run(kept.get('X'))\n"),
        (
            "import os\ndef kept():\n    return os.environ\n",
            "from keeper import kept\ndef f():\n    run(kept().get('X'))\n",
        ),
        (
            "import os\nclass Kept:\n    def __init__(self):\n        self.all = os.environ\n",
            "from keeper import Kept\ndef f():\n    run(Kept().all.get('X'))\n",
        ),
        (
            "import os\nclass Kept:\n    all = os.environ\n",
            "from keeper import Kept\ndef f():\n    run(Kept.all.get('X'))\n",
        ),
        (
            "import os\nall = {'environment': os.environ}\n",
            "from keeper import all\ndef f():\n    run(all['environment'].get('X'))\n",
        ),
        (
            "from os import environ as surroundings\n",
            "from keeper import surroundings\ndef f():\n    run(surroundings.get('X'))\n",
        ),
    ],
)
def test_parts_of_an_object_begin_flows_wherever_it_is_handed_on(keeper: str, reader: str) -> None:
    spec = CatalogueSpec(libraries=("stdlib",), kinds=("environment",), categories=("command",))
    project = {"keeper.py": keeper, "reader.py": "from os import system as run\n" + reader}
    hits = analysis().analysed(files(project), spec).hits
    assert {hit.path for hit in hits} == {"reader.py"}


def test_a_source_of_another_file_is_known_under_the_name_that_it_is_given_there() -> None:
    project = {
        "keeper.py": "import web\nkept = web.take()\n",
        "between.py": "from keeper import kept as other\n",
        "reader.py": "import db\nfrom between import other\ndef f():\n    db.run(other)\n",
    }
    assert found(project) == [("reader.py", 4)]
