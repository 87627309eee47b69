from __future__ import annotations

import pytest

from harness.constitution.imports.imported import ImportsError
from harness.constitution.imports.javascript import imports
from tests.support.growth import ending


def names(text: str, path: str = "web/pages/a.ts") -> list[str]:
    return [one.whole.names[0] for one in imports(path, text.encode())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import 'a'", ["a"]),
        ('import a from "a";', ["a"]),
        ("import * as a from 'a'", ["a"]),
        ("import a, { b as c, default as d } from 'a'", ["a"]),
        ("import {\n  a, // one\n  b, /* from 'x' */\n} from 'a'", ["a"]),
        ("import { 'a-b' as c } from 'a'", ["a"]),
        ("import { from } from 'a'", ["a"]),
        ("import from from 'a'", ["a"]),
        ("import a from 'a' with { type: 'json' }", ["a"]),
        ("import type { A } from 'a'", ["a"]),
        ("import a = require('a')", ["a"]),
        ("export * from 'a'", ["a"]),
        ("export * as b from 'a'; export { c } from 'b'", ["a", "b"]),
        ("export type { A } from 'a'", ["a"]),
        ("const a = require('a'), b = require(\"b\").c", ["a", "b"]),
        ("const a = await import('a')", ["a"]),
        ("import('a', { with: {} })", ["a"]),
        ("require(`a`)", ["a"]),
        ("require('\\x61\\u0062\\u{63}\\'')", ["abc'"]),
        ("import fs from 'node:fs'", ["fs"]),
        ("import a from '@scope/a/b'", ["@scope/a/b"]),
        ("import a from '../b/c.js'", ["web/b/c.js"]),
        ("import a from './b'", ["web/pages/b"]),
        ("import a from '..'", ["web"]),
        ("import a from '../../../x'", ["../x"]),
        ("`${require('a')} ${`${import('b')}`}`", ["a", "b"]),
        ("`${ {a: {}} } ${require('a')}`", ["a"]),
        ("const r = /['\"`/*]/; import a from 'a'", ["a"]),
        ("return /`/.test(x); require('a')", ["a"]),
        ("a = b / c; d = e / require('a')", ["a"]),
        ("f() / 2; x = y['`'] / 3; require('a')", ["a"]),
        ("a = /[/`]\\/`/g; require('a')", ["a"]),
        ("<p>Don't</p>\nrequire('a')", ["a"]),
        ("#!/usr/bin/env node\nrequire('a')", ["a"]),
        ("x\nimport a from 'a'\nimport b from 'b'", ["a", "b"]),
    ],
)
def test_imports_are_found_in_statements_and_calls(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "// import a from 'a'",
        "/* import a from 'a'\n require('b') */",
        "const a = 'import b from \"b\"'",
        "`import a from 'a'`",
        "`\\${require('a')}`",
        "/require('a')/.test(x)",
        "import.meta.url",
        "x.import('a')",
        "x.require('a')",
        "require(a)",
        "require('a' + b)",
        "require(`a${b}`)",
        "export default 'a'",
        "export const a = 'from', b = 'a'",
        "importer('a')",
        "a = {from: 'b'}",
        "const from = 'a'",
        "",
    ],
)
def test_what_is_no_import_is_none(text):
    assert names(text) == []


def test_imports_for_types_are_told_apart():
    text = "import type { A } from 'a'; import type, { B } from 'b'; import type from 'c'; import { type D } from 'd'"
    found = [(one.whole.names[0], one.for_types) for one in imports("a.ts", text.encode())]
    assert found == [("a", True), ("b", False), ("c", False), ("d", False)]


def test_a_path_is_also_known_without_its_ending():
    [one] = imports("web/a.ts", b"import '../lib/b.mjs'")
    assert one.whole.names == ("lib/b.mjs", "lib/b")
    assert one.whole.note == "`../lib/b.mjs` is `lib/b.mjs`"


def test_places_are_bytes_of_the_file():
    data = "\ufeffconst ü = require('a') // x\nimport {\n b } from 'c'; import('d', {})".encode()
    shown = [data[one.whole.start : one.whole.end].decode() for one in imports("a.js", data)]
    assert shown == ["require('a')", "import {\n b } from 'c'", "import('d'"]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"import 'a'\n/* b", 2, "a comment that begins here never ends"),
        (b"import 'a'\n`b", 2, "a template that begins here never ends"),
        (b"import 'a'\n`b${c", 2, "a template that begins here never ends"),
        (b"require" + b"`${" * 10_000, 1, "never ends"),
        (b"a\n\xff", 2, "UTF-8"),
    ],
)
def test_a_file_that_is_broken_is_refused_at_its_line(data, line, reason):
    with pytest.raises(ImportsError) as error:
        list(imports("a.js", data))
    assert error.value.line == line
    assert reason in error.value.reason


@pytest.mark.parametrize("piece", ["import a ", "'a ", "/a", "`a`", "{", "\\", "export {", "import(", "require('a',"])
def test_a_long_line_takes_no_longer_than_others(piece):
    text = piece * (200_000 // len(piece)) + "\n;require('z')"
    with ending():
        assert names(text)[-1] == "z"
