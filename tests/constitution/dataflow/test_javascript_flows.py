"""Pieces of code as people write them with the frameworks of JavaScript: each is flagged, or not, for one category.

They were written from the documentation of the frameworks before the rules were tried on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.constitution.dataflow.javascript_analysis import categories, hits

PIECES = Path(__file__).with_name("javascript_flows.txt")
TYPED = re.compile(r": (Request|Response|string|number)\b| as string|@Controller| as \{")
MARKUP = re.compile(r"return <")


def _pieces() -> Iterator[object]:
    """``=== category bad what it shows``, and the code below."""
    for piece in re.split(r"^=== ", PIECES.read_text(), flags=re.MULTILINE)[1:]:
        head, _, code = piece.partition("\n")
        category, label, *words = head.split()
        yield pytest.param(category, label == "bad", code, id="-".join([category, label, *words]).replace(",", ""))


def _path(code: str) -> str:
    return "a.ts" if TYPED.search(code) else "a.jsx" if MARKUP.search(code) else "a.js"


@pytest.mark.parametrize(("category", "bad", "code"), list(_pieces()))
def test_a_piece_is_flagged_if_it_is_bad(category: str, bad: bool, code: str) -> None:
    assert (category in categories(code, _path(code))) is bad


def test_about_half_of_the_pieces_are_good() -> None:
    labels = [piece.values[1] for piece in _pieces()]  # type: ignore[attr-defined]
    assert len(labels) >= 80
    assert 0.4 < sum(labels) / len(labels) < 0.6


@pytest.mark.parametrize(
    ("exports", "use"),
    [
        ("exports.sql = (name) => `SELECT '${name}'`;", "const { sql } = require('./lib'); q(sql(req.query.n))"),
        ("module.exports = { sql: (n) => 'SELECT ' + n };", "const lib = require('./lib'); q(lib.sql(req.query.n))"),
        ("module.exports = (n) => 'SELECT ' + n;", "const sql = require('./lib'); q(sql(req.query.n))"),
        ("export default function (n) { return 'SELECT ' + n }", "import sql from './lib'; q(sql(req.query.n))"),
        ("export const sql = (n) => 'SELECT ' + n;", "import * as lib from './lib'; q(lib.sql(req.query.n))"),
        ("export class Q { sql(n) { return n } }", "import { Q } from './lib'; q(new Q().sql(req.query.n))"),
        ("module.exports = class { static sql(n) { return n } }", "const Q = require('./lib'); q(Q.sql(req.query.n))"),
        ("export * from './deep';", "import { deep } from './lib'; q(deep(req.query.n))"),
        ("export { deep as sql } from './deep';", "import { sql } from './lib'; q(sql(req.query.n))"),
    ],
)
def test_flows_go_through_other_files(exports: str, use: str) -> None:
    imports, _, rest = use.partition("; ")
    main = f"{imports};\nconst db = require('mysql').createPool({{}});\nconst q = (text) => db.query(text);\n"
    main += f"module.exports = (req, res) => {{ {rest} }};\n"
    files = {"src/main.js": main, "src/lib.js": exports, "src/deep.js": "export const deep = (n) => 'SELECT ' + n;"}
    assert {(hit.category, hit.path) for hit in hits(files)} >= {("sql", "src/main.js")}


def test_what_another_file_makes_harmless_is_harmless() -> None:
    files = {
        "main.js": "const { id } = require('./lib');\nconst db = require('mysql').createPool({});\n"
        "exports.f = (req, res) => db.query('SELECT ' + id(req.query.n));\n",
        "lib.js": "exports.id = (text) => parseInt(text, 10);\n",
    }
    assert "sql" not in {hit.category for hit in hits(files)}
