from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.constitution.data.formats import Format, format_of, read_contents
from harness.constitution.data.path_reading import read_path
from harness.constitution.data.tree import DataError, plain
from tests.support.growth import ending


def values(format: str, text: str | bytes) -> list[object]:
    contents = read_contents(Format(format), text.encode() if isinstance(text, str) else text)
    return [plain(document) for document in contents.documents]


def shown(format: str, text: str, path: str) -> list[str]:
    """What is shown of the values that a path selects."""
    data = text.encode()
    contents = read_contents(Format(format), data)
    found = [item for document in contents.documents for item in read_path(path).select(document)]
    return [data[slice(*contents.source.span(item))].decode() for item in found]


def trouble(format: str, text: str | bytes) -> tuple[int, str]:
    with pytest.raises(DataError) as error:
        values(format, text)
    return error.value.line, error.value.reason


@pytest.mark.parametrize(
    ("path", "format"),
    [
        (".github/workflows/ci.yml", "workflow"),
        ("sub/.forgejo/workflows/ci.yaml", "workflow"),
        (".github/dependabot.yml", "yaml"),
        ("Dockerfile", "dockerfile"),
        ("docker/Dockerfile.prod", "dockerfile"),
        ("web.dockerfile", "dockerfile"),
        ("Containerfile", "dockerfile"),
        (".env", "env"),
        ("a/.env.production", "env"),
        ("prod.env", "env"),
        ("tsconfig.build.json", "jsonc"),
        (".vscode/settings.json", "jsonc"),
        ("package.json", "json"),
        ("Pipfile.lock", "json"),
        ("pyproject.toml", "toml"),
        ("uv.lock", "toml"),
        ("deploy/APP.YAML", "yaml"),
        ("specs/a.md", "front-matter"),
        ("yarn.lock", None),
        ("a.py", None),
        ("env", None),
    ],
)
def test_the_name_of_a_file_tells_its_format(path, format):
    assert format_of(path) == format


# --- YAML -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 1.5\nc: true\nd: ~\ne:\nf: text", {"a": 1, "b": 1.5, "c": True, "d": None, "e": None, "f": "text"}),
        ("on: yes\nno: off", {"on": "yes", "no": "off"}),
        ("a: 0o17\nb: 0x1F\nc: 0644\nd: 1e3\ne: .5\nf: -2", {"a": 15, "b": 31, "c": 644, "d": 1e3, "e": 0.5, "f": -2}),
        (
            "a: -.inf\nb: '1'\nc: \"true\"\nd: 2026-11-20",
            {"a": float("-inf"), "b": "1", "c": "true", "d": "2026-11-20"},
        ),
        ("a: !!str 12\nb: !!int '12'\nc: !Ref x\nd: ! 12", {"a": "12", "b": 12, "c": "x", "d": "12"}),
        ("a: !!python/object/apply:os.system [ls]", {"a": ["ls"]}),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y", {"a": "x\ny\n", "b": "x y"}),
        (
            "a: &x { b: 1, c: 2 }\nd: { <<: *x, c: 3 }\ne: *x",
            {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}, "e": {"b": 1, "c": 2}},
        ),
        ("d: { <<: [{ b: 1 }, { b: 2, c: 2 }] }", {"d": {"b": 1, "c": 2}}),
        ("d: { <<: text, '<<': other }", None),
        ("d: { '<<': { b: 1 } }", {"d": {"<<": {"b": 1}}}),
        ("8080: x\ntrue: y", {"8080": "x", "true": "y"}),
        ("a: 1" + "0" * 400, {"a": 1e400}),
    ],
)
def test_yaml_is_read_by_the_core_schema(text, expected):
    if expected is None:
        assert "given twice" in trouble("yaml", text)[1]
    else:
        assert values("yaml", text) == [expected]


def test_not_a_number_is_a_number_of_yaml():
    assert str(values("yaml", ".nan")) == "[nan]"


def test_yaml_may_hold_several_documents_and_empty_ones_are_none():
    assert values("yaml", "---\na: 1\n---\n---\nb: &x 2\n...\n# end\n") == [{"a": 1}, {"b": 2}]
    assert values("yaml", "# nothing") == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\na: 2", 2, "key 'a' is given twice, first on line 1"),
        ("a:\n  - [", 2, "not YAML"),
        ("a: b: c", 1, "not YAML"),
        ("\n\ta: 1", 2, "not YAML"),
        ("? [a]\n: b", 1, "a key is not a word"),
        ("a: *x", 1, "the alias 'x' stands for nothing"),
        ("a: &x\n  - *x", 2, "stands for nothing, or for itself"),
        ("---\na: &x 1\n---\nb: *x", 4, "the alias 'x'"),
        ("a: \x00", 1, "not YAML"),
        ("a: {{ .Values.x }}", 1, "a key is not a word"),
        ("[" * 10_000, 1, "nested more than 100"),
        ("- " * 10_000 + "x", 1, "nested more than 100"),
        ("a:\n" + "\n".join(f"{' ' * i}a:" for i in range(1, 300)), 101, "nested more than 100"),
        (b"a: \xff", 1, "not text in UTF-8"),
        ("a: 1".encode("utf-16"), 1, "not text in UTF-8"),
    ],
)
def test_yaml_that_is_broken_or_hostile_is_refused_at_its_line(text, line, reason):
    with ending():
        found = trouble("yaml", text)
    assert found[0] == line
    assert reason in found[1]


def test_aliases_that_would_grow_without_measure_are_refused():
    bomb = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 'x'}]" for i in range(12))
    line, reason = trouble("yaml", bomb)
    assert line == 7
    assert reason == "it has more than 1000000 values once its aliases are written out"


def test_places_in_yaml_are_bytes_of_the_file():
    text = "\ufeffé: ü  # x\r\nlist:\r\n  - a: ß\r\n    b: 1\r\n  - &k key\r\nref: *k\r\nempty:\r\nlong: |\r\n  x\r\n  y\r\n"
    assert shown("yaml", text, "$.é") == ["é: ü"]
    assert shown("yaml", text, "$.list") == ["list"]
    assert shown("yaml", text, "$.list[*]") == ["a: ß", "&k key"]
    assert shown("yaml", text, "$.list[0].b") == ["b: 1"]
    assert shown("yaml", text, "$.ref") == ["ref: *k"]
    assert shown("yaml", text, "$.empty") == ["empty:"]
    assert shown("yaml", text, "$.long") == ["long: |\r\n  x\r\n  y"]


# --- JSON -----------------------------------------------------------------------------------------------------------------

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=20,
)


@given(ANY_JSON, st.sampled_from([None, 1]))
def test_json_is_read_as_the_standard_library_reads_it(value, indent):
    text = json.dumps(value, indent=indent)
    assert values("json", text) == [json.loads(text)]
    assert values("jsonc", text) == [json.loads(text)]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "a value is missing"),
        ('{\n"a": 1,\n"a": 2}', 3, "key 'a' is given twice, first on line 2"),
        ('{"a": 1,}', 1, "a key in double quotes is missing"),
        ("{a: 1}", 1, "a key in double quotes is missing"),
        ('{"a" 1}', 1, "a colon is missing"),
        ('{"a": 1 "b": 2}', 1, "a comma or `}` is missing"),
        ("[1,]", 1, "a value is missing"),
        ("[,1]", 1, "a value is missing"),
        ("[1", 1, "a comma or `]` is missing"),
        ("[1] 2", 1, "there is more after the value"),
        ("01", 1, "there is more"),
        ("NaN", 1, "a value is missing"),
        ('"a\nb"', 1, "invalid control character"),
        ('\n"\\x"', 2, "invalid \\escape"),
        ("// c\n1", 1, "a value is missing"),
        ("[" * 10_000, 1, "nested more than 100"),
        ('{"a":' * 10_000, 1, "nested more than 100"),
    ],
)
def test_json_that_is_broken_or_hostile_is_refused_at_its_line(text, line, reason):
    found = trouble("json", text)
    assert found[0] == line
    assert reason in found[1].lower() or reason in found[1]


def test_json_with_comments_may_have_a_last_comma():
    text = '// c\n{ /* d\n */ "a": [1, 2,], // e\n "b": "//", }\n//'
    assert values("jsonc", text) == [{"a": [1, 2], "b": "//"}]
    assert "a value is missing" in trouble("jsonc", "[1,,2]")[1]
    assert "missing" in trouble("jsonc", "[1 /* ]")[1]


def test_numbers_of_many_digits_cost_no_more_than_others():
    assert values("json", "1" * 100_000) == [float("inf")]


def test_places_in_json_are_bytes_of_the_file():
    text = '{"é": [1, "ß"],\n "b": {\n "c": null}}'
    assert shown("json", text, "$.é") == ['"é"']
    assert shown("json", text, "$.é[1]") == ['"ß"']
    assert shown("json", text, "$.b.c") == ['"c": null']


# --- TOML -----------------------------------------------------------------------------------------------------------------

TOML = '''# c
title = "x é"
[project]
dependencies = [
  "a>=1",  # "b"
  "b",
]
n = 0x10
day = 2026-11-20
inline = { a = 1, b = { c = "q" }, t = true }
"quoted key" = """
[not]
a = 1
"""
a.b.c = 1
[tool."x.y".z]
k = 'v'
[[package]]
name = "one"
[package.sub]
v = 1
[[package]]
name = "two"
[[package.deep]]
w = []
'''


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.title", 'title = "x é"'),
        ("$.project", "[project]"),
        ("$.project.dependencies", "dependencies"),
        ("$.project.dependencies[0]", '"a>=1"'),
        ("$.project.n", "n = 0x10"),
        ("$.project.day", "day = 2026-11-20"),
        ("$.project.inline.a", "a = 1"),
        ("$.project.inline.b.c", 'c = "q"'),
        ("$.project.inline.t", "t = true"),
        ("$.project['quoted key']", '"quoted key" = """\n[not]\na = 1'),
        ("$.project.a.b", "a.b.c"),
        ("$.project.a.b.c", "a.b.c = 1"),
        ("$.tool['x.y'].z", '[tool."x.y".z]'),
        ("$.tool['x.y'].z.k", "k = 'v'"),
        ("$.package", "[[package]]"),
        ("$.package[0].name", 'name = "one"'),
        ("$.package[0].sub.v", "v = 1"),
        ("$.package[1].name", 'name = "two"'),
        ("$.package[1].deep[0].w", "w"),
    ],
)
def test_places_in_toml_are_those_of_the_keys(path, expected):
    assert shown("toml", TOML, path) == [expected]


def test_toml_is_read_with_dates_as_text():
    [table] = values("toml", TOML)
    assert isinstance(table, dict)
    assert table["project"]["day"] == "2026-11-20"
    assert table["project"]["dependencies"] == ["a>=1", "b"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = 1\nb = ", 2, "not TOML"),
        ("a = 1\na = 2\n", 2, "not TOML"),
        ("a = 1\n[b\nc", 2, "not TOML"),
        ("a = " + "[" * 50_000, 1, "nested more than 100"),
        ("a = " + "[" * 150 + "]" * 150, 1, "nested more than 100"),
        (".".join(["a"] * 5_000) + " = 1", 1, "nested more than 100"),
    ],
)
def test_toml_that_is_broken_or_hostile_is_refused_at_its_line(text, line, reason):
    found = trouble("toml", text)
    assert found[0] == line
    assert reason in found[1]


# --- .env -----------------------------------------------------------------------------------------------------------------


def test_env_holds_texts():
    text = "# x\nA=1\r\nexport B=\"two # x\" # c\nC= three four # c\nD=\n\nE='a\nb'\nF=x#y\nPATH\nG=#c\n h-i.j = k\n"
    expected = {"A": "1", "B": "two # x", "C": "three four", "D": "", "E": "a\nb", "F": "x#y", "G": "", "h-i.j": "k"}
    assert values("env", text.replace("h-i.j", "h_i.j")) == [
        {key.replace("-", "_"): value for key, value in expected.items()}
    ]
    assert shown("env", text, "$.B") == ['B="two # x"']
    assert shown("env", text, "$.C") == ["C= three four"]
    assert shown("env", text, "$.D") == ["D="]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("A=1\nA=2", 2, "key 'A' is given twice, first on line 1"),
        ("A=1\nwhat is this", 2, "neither"),
        ('A=1\nB="x\n', 2, "neither"),
        ("A=1\n2B=1", 2, "neither"),
        (" " * 500_000 + "x y", 1, "neither"),
        ("A" * 500_000 + " x", 1, "neither"),
    ],
)
def test_env_that_is_broken_is_refused_at_its_line(text, line, reason):
    found = trouble("env", text)
    assert found[0] == line
    assert reason in found[1]


def test_a_long_line_of_env_takes_no_longer_than_others():
    with ending():
        assert values("env", "A=" + " " * 500_000 + "x" + " " * 500_000) == [{"A": "x"}]


# --- Dockerfile -----------------------------------------------------------------------------------------------------------


def test_a_stage_that_builds_on_an_earlier_one_says_so():
    text = "FROM x AS Base\nFROM base AS y\nFROM 1\nFROM later\nFROM z AS later\n"
    [stages] = values("dockerfile", text)
    found = [(one["base"], one.get("stage")) for one in stages["stages"]]
    assert found == [("x", None), ("base", "base"), ("1", "1"), ("later", None), ("z", None)]


DOCKERFILE = """# syntax=docker/dockerfile:1
ARG V=3.12
FROM --platform=$P python:${V} AS build
RUN --mount=type=cache,target=/x --mount=type=ssh pip install \\
    # a comment
    a==1 \\

    b
COPY <<EOF <<-'E2' /x/
hello
EOF
two
\tE2
from scratch
COPY --from=build --link ["a b", "c"]
USER ro\\
ot
CMD echo "x y" 'z'
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.instructions[0].text", ["V=3.12"]),
        ("$.instructions[*].line", [2, 3, 4, 9, 14, 15, 16, 18]),
        ("$.instructions[*].instruction", ["ARG", "FROM", "RUN", "COPY", "FROM", "COPY", "USER", "CMD"]),
        ("$.stages[*].name", ["build", None]),
        ("$.stages[*].base", ["python:${V}", "scratch"]),
        ("$.stages[0].FROM[0].flags.platform", [["$P"]]),
        ("$.stages[0].RUN[0].text", ["pip install a==1 b"]),
        ("$.stages[0].RUN[0].arguments", [["pip", "install", "a==1", "b"]]),
        ("$.stages[0].RUN[0].flags.mount[*]", ["type=cache,target=/x", "type=ssh"]),
        ("$.stages[0].COPY[0].text", ["<<EOF <<-'E2' /x/\nhello\ntwo"]),
        ("$.stages[-1].COPY[0].flags", [{"from": ["build"], "link": [True]}]),
        ("$.stages[-1].COPY[0].arguments", [["a b", "c"]]),
        ("$.stages[-1].USER[-1].text", ["root"]),
        ("$.stages[*].stage", []),
        ("$.stages[-1].CMD[0].arguments", [["echo", "x y", "z"]]),
        ("$.stages[-1].instructions[*].instruction", ["FROM", "COPY", "USER", "CMD"]),
    ],
)
def test_dockerfiles_are_instructions_and_stages(path, expected):
    contents = read_contents(Format.DOCKERFILE, DOCKERFILE.encode())
    found = read_path(path).select(contents.documents[0])
    assert [plain(item) for item in found] == expected


def test_places_in_dockerfiles_are_instructions_and_words():
    assert shown("dockerfile", DOCKERFILE, "$.stages[-1].USER[0].text") == ["USER ro\\\not"]
    assert shown("dockerfile", DOCKERFILE, "$.stages[0].RUN[0].arguments[2]") == ["a==1"]
    assert shown("dockerfile", DOCKERFILE, "$.stages[1].base") == ["from scratch"]
    assert shown("dockerfile", "FROM x\r\nUSER root\r\n", "$.stages[0].USER[0].text") == ["USER root"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# escape=`\nFROM x\nRUN a `\n b\\\nUSER x", ["x", "a b\\", "x"]),
        ("# a comment\n# escape=`\nRUN a \\\n b", ["a b"]),
        ("RUN a \\\n", ["a"]),
        ("RUN a \\\n# c\n", ["a"]),
        ("RUN a \\\n# c", ["a"]),
        ("RUN echo $((1<<EOF))", ["echo $((1<<EOF))"]),
        ('CMD ["a", 1]', ['["a", 1]']),
        ("CMD [a", ["[a"]),
        ("SHELL", [""]),
        ("\n\n", []),
    ],
)
def test_lines_of_dockerfiles_have_their_fine_points(text, expected):
    contents = read_contents(Format.DOCKERFILE, text.encode())
    assert [plain(item) for item in read_path("$.instructions[*].text").select(contents.documents[0])] == expected


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("FROM x\nBLAH y", 2, "`BLAH` is no instruction"),
        ("FROM x\n- a", 2, "`-` is no instruction"),
        ("FROM x\nRUN <<EOF\na", 2, "`<<EOF` is not ended"),
        ("FROM x\n\\\n\\\n", 2, "no instruction"),
    ],
)
def test_dockerfiles_that_are_broken_are_refused_at_their_line(text, line, reason):
    found = trouble("dockerfile", text)
    assert found[0] == line
    assert reason in found[1]


# --- front matter ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nid: é\n---\n# x\n", {"id": "é"}),
        ("---\r\nid: 1\r\n---\r\n", {"id": 1}),
        ("---\n---\n", {}),
        ("# x\n---\nid: 1\n---\n", {}),
        ("---\nid: 1\n", {}),
    ],
)
def test_front_matter_is_what_stands_at_the_head_of_a_document(text, expected):
    assert values("front-matter", text) == [expected]


def test_places_and_mistakes_in_front_matter_are_those_of_the_document():
    assert shown("front-matter", "---\nx: 1\nid: é\n---\n# x\n", "$.id") == ["id: é"]
    assert trouble("front-matter", "---\na: 1\na: 2\n---\n") == (3, "key 'a' is given twice, first on line 2")
