from __future__ import annotations

from datetime import date

import pytest

from harness.domain.configuration import Configuration, Hold, Provider, RunLimits, Service
from harness.domain.verdicts import Isolation
from harness.errors import DocumentError
from harness.readers.configuration import place_of, read, sniff

FORMATS = """\
[product]
setup = ["python3 -m venv .venv", ".venv/bin/pip install -q ."]     # once per tree
[product.commands]                                                  # what a user types
bank = "{tree}/.venv/bin/bank"
[product.services.web]
run = "{tree}/.venv/bin/bank serve --port 8000"
ready = "http://127.0.0.1:8000/health"
[cards]
evaluator = "auto"
model = "claude-haiku-5-5"
isolation = "sandbox"
workers = 2
limits = { seconds = 300, turns = 60, tokens = 400_000, dollars = 0.25 }
[gate]
max_cycles = 3
"""


def mistakes(text: str, path: str = "harness.toml") -> list[tuple[str, int, str]]:
    with pytest.raises(DocumentError) as caught:
        read(text, path)
    assert all(mistake.hint for mistake in caught.value.mistakes)
    return [(mistake.code, mistake.place.line, mistake.what) for mistake in caught.value.mistakes]


def test_the_example_of_the_formats_is_read():
    configuration = read(FORMATS, "harness.toml")
    assert configuration.product.commands == {"bank": "{tree}/.venv/bin/bank"}
    assert configuration.product.services["web"].ready == "http://127.0.0.1:8000/health"
    assert configuration.cards.isolation is Isolation.SANDBOX
    assert configuration.cards.limits.tokens == 400_000
    assert sniff(FORMATS)


def test_models_prices_limits_and_policies_are_read():
    text = """\
[cards]
evaluator = "blind"
model = "some-model-1"
provider = "google-cloud"
browser_toolset = false
canaries = ["a string of the source"]
run_limits = { tokens = 4_000_000, dollars = 5 }
page = { console_errors = "fail", failed_requests = "ignore" }
[prices."some-model-1"]
as_of = 2026-11-01
input = 1
output = 5.0
cache_read = 0.1
cache_write = 1.25
long_from = 100_000
long_factor = 5
"""
    configuration = read(text, "harness.toml")
    assert configuration.cards.provider is Provider.GOOGLE_CLOUD
    assert configuration.cards.limits.dollars is None
    assert configuration.cards.run_limits == RunLimits(tokens=4_000_000, dollars=5)
    assert configuration.cards.page.failed_requests is Hold.IGNORE
    assert configuration.prices["some-model-1"].as_of == date(2026, 11, 1)
    assert configuration.prices["some-model-1"].input == 1.0
    assert sniff('[prices."some-model-1"]\n')


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[prices."m"]\ninput = 1\n', 1, "'prices.m.as_of': field required"),
        ('[prices."m"]\nas_of = "soon"\n', 2, "'prices.m.as_of': input should be a valid date"),
        ('[prices."m"]\nas_of = 2026-11-01T08:00:00\n', 2, "'prices.m.as_of'"),
        (
            '[prices."m"]\nas_of = 2026-11-01\ninput = -1\n',
            3,
            "'prices.m.input': input should be greater than or equal",
        ),
        ("[cards]\nprovider = 'azure'\n", 2, "'cards.provider': input should be 'anthropic', 'aws'"),
        ("[cards]\nrun_limits = { turns = 0 }\n", 2, "'cards.run_limits.turns': input should be greater than 0"),
        ("[cards.page]\nconsole_errors = 'hide'\n", 2, "'cards.page.console_errors': input should be 'fail'"),
        ("[cards]\ncanaries = ['short']\n", 2, "'short' is too short to be told from what a product shows"),
    ],
)
def test_mistakes_in_them_are_told_at_their_line(text, line, what):
    found = mistakes(text)
    assert any(at == line and said.startswith(what) for _, at, said in found), found


def test_the_place_of_a_setting_is_its_line_or_that_of_the_table_around_it():
    text = "[cards]\nlimits = { dollars = 1 }\n[tool.harness.cards]\nworkers = 1\n"
    assert str(place_of(text, "harness.toml", ("cards", "limits", "dollars"))) == "harness.toml:2"
    assert str(place_of(text, "harness.toml", ("cards", "run_limits"))) == "harness.toml:1"
    assert str(place_of(text, "harness.toml", ("gate",))) == "harness.toml:1"
    assert str(place_of(text, "pyproject.toml", ("cards", "workers"))) == "pyproject.toml:4"


def test_an_empty_file_means_the_defaults():
    assert read("", "harness.toml") == Configuration()


def test_of_pyproject_only_our_table_counts():
    text = "[project]\nname = 'x'\n[tool.harness.product.commands]\nbank = 'bank'\n"
    assert read(text, "sub/pyproject.toml").product.commands == {"bank": "bank"}
    assert read("tool = 1\n", "pyproject.toml") == Configuration()


def test_a_ready_text_need_not_be_an_address():
    service = read("[product.services.web]\nrun = 'x'\nready = 'listening'\n", "harness.toml").product.services["web"]
    assert service == Service(run="x", ready="listening")


def test_braces_of_a_shell_are_no_placeholders():
    read('[product]\nsetup = ["echo ${HOME} {a,b}"]\n', "harness.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[product\n", [("CONF101", 1, "TOML: Expected ']' at the end of a table declaration")]),
        ("a = [\n", [("CONF101", 2, "TOML: Invalid value")]),
        ("a = 1\na = 2\n", [("CONF101", 2, "TOML: Cannot overwrite a value")]),
        ("a = " + "[" * 100_000, [("CONF101", 1, "TOML: nested too deeply")]),
        ("a = " + "9" * 5000, None),
        ("[product]\nsetpu = []\n", [("CONF102", 2, "unknown setting 'product.setpu'")]),
        ("[produkt]\n", [("CONF102", 1, "unknown setting 'produkt'")]),
        ("\n[product.services.web]\nrun = 'x'\nredy = 'y'\n", [("CONF102", 4, "unknown setting 'product.services.web.redy'")]),
        ("[cards]\nlimits = { secs = 1 }\n", [("CONF102", 2, "unknown setting 'cards.limits.secs'")]),
        ("[cards]\nworkers = '2'\n", [("CONF103", 2, "'cards.workers': input should be a valid integer")]),
        ("[cards]\nworkers = 0\n", [("CONF103", 2, "'cards.workers': input should be greater than 0")]),
        ("cards = 3\n", [("CONF103", 1, "'cards': input should be an object")]),
        ("[product]\nsetup = 'make'\n", [("CONF103", 2, "'product.setup': input should be a valid array")]),
        ("[product]\nsetup = ['']\n", [("CONF103", 2, "'setup' is empty")]),
        ("[product]\nsetup = ['{root}/x']\n", [("CONF103", 2, "unknown placeholder '{root}'")]),
        ("[product.commands]\nbank = ''\n", [("CONF103", 2, "'bank' is empty")]),
        ("[product.commands]\n\"ba nk\" = 'x'\n", [("CONF103", 2, "'ba nk' is not a plain word")]),
        ("[product.commands]\n-x = 'x'\n", [("CONF103", 2, "'-x' is not a plain word")]),
        ("[product.environment]\n\"A-B\" = ''\n", [("CONF103", 2, "'A-B' is not the name of a variable")]),
        (
            "[product.services.web]\nrun = 'x'\nready = 'http://example.org/'\n",
            [("CONF103", 3, "'http://example.org/' is not an address on this machine")],
        ),
        ("[product.services.web]\n", [("CONF103", 1, "'product.services.web.run': field required")]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(text, expected):
    found = mistakes(text)
    assert found == expected if expected else found[0][0] == "CONF101"


def test_all_mistakes_are_told_at_once_and_in_pyproject_too():
    text = "[project]\nname = 'x'\n[tool.harness.cards]\nworkers = 0\nisolation = 'none'\n[tool.harness.gat]\n"
    assert [(code, line) for code, line, _ in mistakes(text, "pyproject.toml")] == [
        ("CONF103", 4),
        ("CONF103", 5),
        ("CONF102", 6),
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[product]\nsetpu = []\n", "did you mean 'setup'?"),
        ("[product.services.web]\nrun = 'x'\nraedy = 'y'\n", "did you mean 'ready'?"),
        ("[cards]\nlimits = { secs = 1 }\n", "known are 'dollars', 'seconds', 'tokens', 'turns'"),
        ("[cart]\n", "did you mean 'cards'?"),
    ],
)
def test_the_nearest_known_setting_is_named(text, hint):
    with pytest.raises(DocumentError) as caught:
        read(text, "harness.toml")
    assert hint in caught.value.mistakes[0].hint


def test_dimensions_of_the_matrix_are_read_with_their_values():
    text = '[trace.dimensions]\nfeature = ["*"]\nplatform = ["linux", "macos"]\naction = ["open", "close"]\n'
    dimensions = read(text, "harness.toml").trace.dimensions
    assert dimensions == {"feature": ("*",), "platform": ("linux", "macos"), "action": ("open", "close")}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("platform = []", "the dimension 'platform' has no value"),
        ('platform = ["linux", "macos", "linux"]', "the dimension 'platform' has the value 'linux' twice"),
        ('platform = ["linux, macos"]', "'linux, macos' is not a plain word"),
        ('platform = ["*"]', "'*' is not a plain word"),
        ('"the platform" = ["linux"]', "'the platform' is not a plain word"),
        ('platform = "linux"', "'trace.dimensions.platform': input should be a valid array"),
    ],
)
def test_a_dimension_that_counts_nothing_is_refused_at_its_line(line, what):
    with pytest.raises(DocumentError) as refused:
        read(f"[trace.dimensions]\n{line}\n", "harness.toml")
    (mistake,) = refused.value.mistakes
    assert (str(mistake.place), mistake.what) == ("harness.toml:2", what)


def test_what_has_only_pages_is_a_service():
    text = '[product.services.web]\nrun = "x"\n[trace]\npages_only = ["web", "wep"]\n'
    with pytest.raises(DocumentError) as refused:
        read(text, "harness.toml")
    assert [str(one) for one in refused.value.mistakes] == ["harness.toml:4: 'wep' is not a service"]


@pytest.mark.parametrize("path", ["/etc", "../other", "docs/../../x", "~/x", "!docs", "", "docs\\\\a"])
def test_a_place_of_specifications_lies_within_the_project(path):
    with pytest.raises(DocumentError) as refused:
        read(f'[spec]\npaths = ["docs", "{path}"]\n', "harness.toml")
    (mistake,) = refused.value.mistakes
    assert (str(mistake.place), mistake.code) == ("harness.toml:2", "CONF103")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('judges = ["ci/**", "../other"]', "'../other' is no path within the project"),
        ('judges = ["/etc"]', "'/etc' is no path within the project"),
        ('owners = "/etc/passwd"', "'/etc/passwd' is no path within the project"),
        ('owners = ""', "'' is no path within the project"),
        ('base = "--upload-pack=x"', "'--upload-pack=x' is not the name of a branch"),
        ('base = "main..other"', "'main..other' is not the name of a branch"),
        ("max_age = inf", "an age has an end"),
        ("max_cycles = 0", "'gate.max_cycles': input should be greater than 0"),
        ("pass_at = 1.1", "'gate.pass_at': input should be less than or equal to 1"),
        ("pass_at = nan", "'gate.pass_at': input should be less than or equal to 1"),
        ('profile = "lax"', "'gate.profile': input should be 'strict', 'standard' or 'shadow'"),
    ],
)
def test_what_a_gate_cannot_mean_is_told_at_its_line(line, what):
    with pytest.raises(DocumentError) as refused:
        read(f"[gate]\n{line}\n", "harness.toml")
    (mistake,) = refused.value.mistakes
    assert (str(mistake.place), mistake.what, bool(mistake.hint)) == ("harness.toml:2", what, True)


def test_what_a_gate_is_asked_is_read():
    criterion = '[[gate.criteria]]\nband = "PASS"\nwhen = "cards.failed == 0"\n'
    text = f'[gate]\nbase = "origin/main"\nowners = "OWNERS"\njudges = ["ci/**"]\n{criterion}'
    gate = read(text, "harness.toml").gate
    assert (gate.base, gate.owners, gate.judges) == ("origin/main", "OWNERS", ("ci/**",))
    assert [(one.band, one.when, one.key, one.weight) for one in gate.criteria] == [
        ("PASS", "cards.failed == 0", False, 1)
    ]


def test_the_settings_of_a_criterion_are_known_where_one_is_mistyped():
    with pytest.raises(DocumentError) as refused:
        read('[[gate.criteria]]\nband = "PASS"\nwhen = "cards.failed == 0"\nwieght = 2\n', "harness.toml")
    (mistake,) = refused.value.mistakes
    assert (str(mistake.place), "did you mean 'weight'?" in mistake.hint) == ("harness.toml:4", True)
