"""Files of JavaScript that a tool has made are told by name, those that somebody wrote are read."""

from __future__ import annotations

import pytest

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.lowering.javascript import lower_javascript
from harness.constitution.checks.dataflow.lowering.javascript_bundles import made_by_tool
from harness.constitution.checks.dataflow.lowering.parsing import Unparsable

STATEMENT = "function f(a,b){return a&&b?a:b}"
MINIFIED = STATEMENT * 200
WRITTEN = "function add(first, second) {\n  return first && second ? first : second;\n}\n" * 100
BANNER = "/*!\n * Widgets v1.2.3\n * https://widgets.example/\n */\n"
UMD = "(function (root, make) {\n  if (typeof define === 'function' && define.amd) define(make);\n})(this, () => 1);\n"


@pytest.mark.parametrize(
    ("path", "code", "reason"),
    [
        ("static/app.js", MINIFIED, "minified"),
        ("static/app.js", "/* a\n b\n c */\n" + MINIFIED, "minified"),
        ("static/widgets.bundle.js", WRITTEN, "name"),
        ("static/widgets.min.js", WRITTEN, "name"),
        ("static/chunk-4f2a1b.js", WRITTEN, "name"),
        ("static/main.4f2a1b.chunk.js", WRITTEN, "name"),
        ("app.js", "var __webpack_require__ = {};\n" + WRITTEN, "bundle"),
        ("widgets.js", BANNER + UMD, "library"),
        ("widgets.js", "'use strict';\n" + BANNER + UMD, "library"),
        ("widgets.js", BANNER + WRITTEN * 10, "library"),
        ("widgets.js", "/**\n * widgets v1.2.3\n * @license MIT\n **/\n" + WRITTEN * 10, "library"),
    ],
)
def test_what_a_tool_has_made_is_told(path: str, code: str, reason: str) -> None:
    assert reason in (made_by_tool(path, code.encode()) or "")
    with pytest.raises(Unparsable, match=reason):
        lower_javascript(path, "javascript", code.encode(), lambda name, data: parse(name, data).root_node)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("app.js", WRITTEN),
        ("app.js", BANNER + WRITTEN),
        ("app.js", UMD),
        ("app.js", "/* Widgets v1.2.3 */\n" + WRITTEN * 10),
        ("table.js", "module.exports = [" + "'some words of a table', " * 500 + "];\n"),
        ("one.min.js", STATEMENT),
        ("minute.js", WRITTEN),
        ("app.js", WRITTEN + "const icon = 'data:image/png;base64," + "QUJD" * 4000 + "';\n"),
    ],
)
def test_what_somebody_wrote_is_read(path: str, code: str) -> None:
    assert made_by_tool(path, code.encode()) is None
    assert lower_javascript(path, "javascript", code.encode(), lambda name, data: parse(name, data).root_node).body
