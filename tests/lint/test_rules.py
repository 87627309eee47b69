"""What the rules must catch, and what they must not."""

from __future__ import annotations

import pytest

from harness.domain.configuration import TracePolicy
from harness.domain.places import Severity
from harness.lint import check
from harness.lint.context import Context
from harness.lint.samples import KITCHEN_LOOP, sample
from tests.lint.bank import card, context


def codes(text: str, **settings) -> set[str]:
    read = card(text)
    return {mistake.code for mistake in check([read], context(read, **settings))}


def step(*lines: str) -> str:
    """A card whose only step is this one."""
    first, *rest = lines
    return sample(steps="\n".join([f"1. {first}", *(f"   - {line}" for line in rest)]))


def refusal(command: str) -> str:
    """A card whose bad input is this command."""
    return sample(
        bad_input=f"""
1. Run `{command}`.
   - It is refused.
   - You see "no".
   - Nothing changed: `bank list` still shows "alice"."""
    )


@pytest.mark.parametrize(
    "command",
    [
        "sh -c 'exit 1'",
        "false",
        "exit 1",
        "bank x; exit 1",
        "bank x || exit 1",
        "! bank x",
        "nosuchcommand",
        "timeout 1 bank x",
        "env bank x",
        "bank x | grep y",
        "exit 1; bank x",
        "set -e; false; bank x",
        "bank() { exit 1; }; bank x",
        "(bank x)",
        "echo no; bank x",
        "PATH=. bank x",
        "bank x &",
        "bank x ||",
        "bank x && false",
        "if bank x; then exit 1; fi",
        "while true; do exit 1; done; bank x",
        "./bank x",
        "cat missing.txt",
        "A=1",
    ],
)
def test_a_refusal_that_another_program_may_decide_is_refused(command):
    assert "CARD111" in codes(refusal(command))


@pytest.mark.parametrize(
    "command",
    [
        "bank transfer alice bob 1000",
        "echo abc | bank import -",
        "LANG=C bank x 2> err.txt",
        "bank import - < in.csv",
        "printf 'a;b' > f.csv && bank import f.csv",
        "for n in 1 2; do bank withdraw bob 1 & done; wait; bank withdraw bob 100",
        "cd sub && bank x",
        "bank note 'exit 1; false'",
        "bank x;",
    ],
)
def test_a_refusal_by_the_product_is_fine(command):
    assert codes(refusal(command)) == set()


def test_a_here_document_is_no_second_command():
    text = sample(
        bad_input="""
1. Run:
   ```
   bank import - <<END
   false
   exit 1
   END
   ```
   - It is refused.
   - You see "no".
   - Nothing changed: `GET /accounts` still shows "alice"."""
    )
    assert codes(text) == {"CARD141"}


def test_without_configured_commands_only_what_is_never_a_product_is_refused():
    def found(command: str) -> set[str]:
        return {mistake.code for mistake in check([card(refusal(command))], Context())}

    assert "CARD111" in found("sh -c 'exit 1'")
    assert "CARD111" not in found("anything x")


@pytest.mark.parametrize(
    "lines",
    [
        ("The alert says that money is missing.", "It is refused.", "The balance stays as it was."),
        ("It is rejected with a message.", "The list is unchanged."),
        ("The exit code is 2.", "You see a line matching `no`.", 'Nothing changed: `cat book.csv` still shows "1".'),
        ("It is refused.", 'The field `error` is "no".', 'Nothing changed: `bank list | wc -l` still shows "1".'),
    ],
)
def test_refusals_may_be_said_in_other_words(lines):
    bullets = "\n".join(f"   - {line}" for line in lines)
    assert codes(sample(bad_input=f"1. Run `bank transfer x`.\n{bullets}")) == set()


def test_a_refusal_over_http_is_told_by_its_status():
    text = sample(
        front="id: A\nverifies: [FR-003]\nsurface: http",
        before="",
        steps="1. Send `GET /a`.\n   - The status is 200.",
        bad_input="""
1. Send `POST /a` with JSON `{}`.
   - The status is 422.
   - The field `error` exists.
   - Nothing changed: `GET /a` still shows "1".""",
    )
    assert codes(text) == set()


def test_a_refusal_on_a_page_is_an_alert_or_a_state_that_stays():
    text = sample(
        front="id: A\nverifies: [FR-003]\nsurface: [browser, http]",
        before="",
        steps='1. Open `/a`.\n   - The heading "A" is shown.',
        bad_input="""
1. Type "1000" into "Amount".
2. Click the button "Transfer".
   - The alert "No" is shown.
   - Nothing is booked: the same lines are there.
3. Open `/b`.
   - You see "there is no b".
   - Nothing changed: `GET /a` still shows "1".""",
    )
    assert codes(text) == set()


@pytest.mark.parametrize("probe", ["echo 70.00", "printf 70.00", "sh -c 'bank balance'", "true", "echo $(printf 1)"])
def test_a_probe_must_look_at_the_product(probe):
    text = refusal("bank x").replace("`bank list` still", f"`{probe}` still")
    assert codes(text) == {"CARD113"}


def test_a_card_of_the_kitchen_loop_is_only_warned_of_what_it_cannot_know():
    read = card(KITCHEN_LOOP)
    found = check([read], context(read))
    assert {(mistake.code, mistake.severity) for mistake in found} == {
        ("CARD102", Severity.WARNING),
        ("CARD110", Severity.WARNING),
    }


def test_an_unknown_requirement_is_an_error_where_there_is_a_specification_and_else_a_warning():
    read = card(sample(front="id: A\nverifies: [FR-030]"))
    (with_specification,) = check([read], context(read))
    assert with_specification.severity is Severity.ERROR
    assert with_specification.hint.startswith("did you mean 'FR-003'?")
    (without,) = check([read], context(read, requirements=()))
    assert without.severity is Severity.WARNING


def test_mistakes_are_sorted_by_place():
    second, first = card(sample(steps=""), "testcards/b.md"), card(sample(steps="", front="id: A"), "testcards/a.md")
    found = check([second, first], context(second, first))
    assert [(mistake.place.path, mistake.code) for mistake in found] == [
        ("testcards/a.md", "CARD102"),
        ("testcards/a.md", "CARD104"),
        ("testcards/b.md", "CARD104"),
    ]


def test_a_step_that_shows_nothing_may_leave_it_to_the_next_but_not_the_last():
    silent = 'Create the file `in.csv` containing "a".'
    assert codes(sample(steps=f'1. {silent}\n2. Run `bank import in.csv`.\n   - You see "1".')) == set()
    assert codes(sample(steps=f"1. {silent}")) == {"CARD106"}


@pytest.mark.parametrize(
    "line",
    [
        "Run `cat bank/ledger.py`.",
        "Run `python3 src/bank/ledger.py`.",
        "Look into ledger.py.",
        "Run `ls /product`.",
        "Run `cat /product/README`.",
    ],
)
def test_paths_of_the_source_are_refused(line):
    assert "CARD120" in codes(step(line, 'You see "x".'))


@pytest.mark.parametrize("line", ["Run `cat ledger.csv`.", "Run `cat my/productive.txt`.", "Run `bank x other.py`."])
def test_paths_of_the_user_are_fine(line):
    assert codes(step(line, 'You see "x".')) == set()


def test_a_file_that_the_card_creates_is_the_users():
    text = sample(
        steps='1. Create the file `ledger.py` containing "x".\n2. Run `bank run ledger.py`.\n   - You see "x".'
    )
    assert codes(text) == set()


@pytest.mark.parametrize(
    "line",
    [
        "The LedgerStore holds two entries.",
        "`post_entry` is called once.",
        "The module bank.ledger logs it.",
    ],
)
def test_names_of_the_source_are_refused_where_people_read(line):
    assert "CARD121" in codes(step("Run `bank list`.", 'You see "a".', line))


def test_names_of_the_source_are_refused_in_prose_too():
    assert "CARD121" in codes(sample(introduction="This is about LedgerStore."))


@pytest.mark.parametrize(
    "line",
    [
        'You see "LedgerStore".',
        "The field `post_entry` is `1`.",
        'Words with "LedgerStore" in quotes.',
        "YouTube is shown, e.g. there.",
    ],
)
def test_the_same_letters_where_a_user_sees_them_are_fine(line):
    assert codes(step("Run `bank post_entry`.", "It succeeds.", line)) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Run `python3 -c 'import bank; bank.transfer()'`.",
        "Run `python3 -c 'import json; from bank.ledger import x'`.",
        "Run `python -m bank list`.",
        "Run `node -e \"require('./src/bank')\"`.",
        "Type `from bank import x` at the prompt.",
    ],
)
def test_imports_are_refused(line):
    assert "CARD122" in codes(step(line, 'You see "x".'))


def test_a_created_file_may_import_but_not_the_product():
    def found(content: str) -> set[str]:
        text = sample(
            steps=f"1. Create the file `x.py` containing:\n   ```\n   {content}\n   ```\n"
            "2. Run `bank run x.py`.\n   - It succeeds."
        )
        return codes(text)

    assert found("import requests") == set()
    assert found("import bank") == {"CARD122"}


def test_a_typed_text_may_not_import_the_product():
    assert codes(sample(steps="1. Run `bank shell`.\n   ```\n   import bank\n   ```\n   - It succeeds.")) == {"CARD122"}


@pytest.mark.parametrize(
    "line",
    [
        "Run `bank list --json | python3 -c 'import json, sys; print(json.load(sys.stdin))'`.",
        "Run `bank import batch.csv`.",
        "Run `bank list | node -e \"require('fs').readFileSync(0)\"`.",
        "Run `python3 -m json.tool out.json`.",
    ],
)
def test_standard_libraries_and_a_subcommand_named_import_are_fine(line):
    assert codes(step(line, 'You see "x".')) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Run `pytest`.",
        "Run `python3 -m pytest -q`.",
        "Run `.venv/bin/pytest tests`.",
        "Run `timeout 60 tox`.",
        "Run `go test ./...`.",
        "Run `cargo test`.",
        "Run `npm test`.",
        "Run `npm run test:unit`.",
        "Run `npx jest`.",
        "Run `poetry run pytest`.",
        "Run `make check`.",
        "Run `python manage.py test`.",
        "Run `echo $(pytest)`.",
        "Run the unit tests.",
        "Execute all tests of the bank.",
    ],
)
def test_test_runners_are_refused(line):
    assert "CARD123" in codes(step(line, 'You see "x".'))


@pytest.mark.parametrize(
    "line",
    [
        "Run `bank test`.",
        "Run `test -f out.csv`.",
        "Run `python3 -m http.server`.",
        "Run `python3 x.py`.",
        "Run `npm start`.",
        "Run `make`.",
        "Run `bank check`.",
        "Look at the test results.",
    ],
)
def test_other_programs_are_no_test_runners(line):
    assert "CARD123" not in codes(step(line, 'You see "x".'))


@pytest.mark.parametrize(
    "line", ["Stub the mail server.", "Monkeypatch the clock.", "Use a fake server.", "The mail is mocked."]
)
def test_replacements_are_refused(line):
    assert "CARD124" in codes(step(line, 'You see "x".'))


def test_quoted_words_are_the_products_own():
    assert codes(step('Look for the word "mock".', 'You see "mock".')) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Run `bank list > /etc/x`.",
        "Run `bank list >> ../x`.",
        "Run `cp x /usr/bin/bank`.",
        "Run `echo a | tee /tmp/x`.",
        "Run `sed -i s/a/b/ /opt/bank.conf`.",
        "Run `perl -pi -e 1 ../x`.",
        "Run `dd if=x of=/dev/sda`.",
        "Run `rm -rf /product`.",
        "Run `cd .. && bank list`.",
        "Run `mkdir a/../../b`.",
        "Edit the file `/etc/hosts`.",
    ],
)
def test_writing_outside_the_users_folder_is_refused(line):
    assert "CARD125" in codes(step(line, 'You see "x".'))


@pytest.mark.parametrize(
    "line",
    [
        "Run `bank list > out.csv 2> /dev/null`.",
        "Run `cp /etc/hosts .`.",
        "Run `cat /etc/hosts`.",
        "Run `bank list > ~/out.csv`.",
        "Run `cd $HOME/sub`.",
        "Run `sed s/a/b/ x`.",
        "Run `bank rm /accounts/alice`.",
        "Run `a/b/../../c`.",
        "Run `bank list > /dev/fd/3`.",
        "Change the limit to `5`.",
    ],
)
def test_writing_in_the_users_folder_and_reading_elsewhere_is_fine(line):
    assert "CARD125" not in codes(step(line, 'You see "x".'))


@pytest.mark.parametrize(
    "lines",
    [
        ("Run `bank open <name>`.", "It succeeds."),
        ("Run `bank open '<your name>'`.", "It succeeds."),
        ('Run `bank open "<name>"`.', "It succeeds."),
        ("Run `bank open x`.", 'You see "<what the user sees>".'),
        ("Run `bank open x`.", "The <heading of the page> is there.", "It succeeds."),
        ("Run `bank open x`.", "TODO: say what.", "It succeeds."),
        ("Send `GET /<path>`.", "The status is 200."),
        ('Send `POST /x` with JSON `{"a": "<name>"}`.', "The status is 200."),
    ],
)
def test_placeholders_are_refused(lines):
    assert "CARD126" in codes(step(*lines))


def test_placeholders_in_blocks_and_front_matter_are_refused():
    block = (
        "1. Create the file `a` containing:\n   ```\n   <your text here>\n   ```\n2. Run `bank x`.\n   - It succeeds."
    )
    typed = "1. Run `bank x` with input:\n   ```\n   <your name>\n   ```\n   - It succeeds."
    assert codes(sample(steps=block)) == {"CARD126"}
    assert codes(sample(steps=typed)) == {"CARD126"}
    assert codes(sample(front='id: A\nverifies: ["<requirement>"]')) == {"CARD126"}


@pytest.mark.parametrize(
    "lines",
    [
        ("Run `sort <in.txt >out.txt`.", "It succeeds."),
        ("Run `sort <in>out`.", "It succeeds."),
        ("Run `bank note '<b>hi</b> <script>x</script>'`.", 'You see "<b>hi</b>".'),
        ("Run `bank open`.", 'You see "usage: bank open <name> [<limit>]".'),
        ("Run `bank x`.", "You see a line matching `^(?P<year>[0-9]+) <x>`."),
        ("Run `bank x`.", "You see `List<String>`."),
        ("Run `bank mail 'Bob <bob@example.org>'`.", "It succeeds."),
        ("Run `bank x`.", "The page is <https://example.org>.", "It succeeds."),
        ("Run `[ 1 \\< 2 ] && bank x > y`.", "It succeeds."),
    ],
)
def test_what_only_looks_like_a_placeholder_is_fine(lines):
    assert "CARD126" not in codes(step(*lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("Run `bank list`.", "It works."),
        ("Run `bank list`.", "Everything should be fine."),
        ("Run `bank list`.", "The list is shown correctly."),
        ("Check that all is as expected.", "The page looks right."),
        ("Check that transfers work.", "They are there."),
    ],
)
def test_vague_words_alone_are_refused(lines):
    assert codes(step(*lines)) == {"CARD130"}


@pytest.mark.parametrize(
    "lines",
    [
        ("Run `bank list`.", "It works.", 'You see "alice".'),
        ("Run `bank list`.", 'The button says "works".'),
        ("Look at the workshop list.", "Alice stands above bob."),
    ],
)
def test_vague_words_beside_something_checkable_are_fine(lines):
    assert codes(step(*lines)) == set()


def test_a_name_is_known_only_after_it_was_kept():
    late = "1. Run `bank show {it}`.\n   - Keep the text matching `[0-9]+` as `{it}`.\n   - You see `{it}`."
    assert codes(sample(steps=late)) == {"CARD140"}
    keep = "1. Run `bank new`.\n   - Keep the text matching `[0-9]+` as `{order}`.\n"
    slip = keep + "2. Run `bank show {ordr}`.\n   - It succeeds."
    read = card(sample(steps=slip))
    (mistake,) = check([read], context(read))
    assert mistake.hint.startswith("did you mean '{order}'?")


def test_a_surface_is_asked_for_once_and_a_probe_needs_it_too():
    read = card(
        sample(
            bad_input="""
1. Run `bank x`.
   - It is refused.
   - You see "no".
   - Nothing changed: `GET /a` still shows "1".
   - Nothing changed: `GET /b` still shows "1"."""
        )
    )
    assert [mistake.code for mistake in check([read], context(read))] == ["CARD141"]


def test_a_card_for_pages_is_warned_if_there_is_no_service():
    text = sample(front="id: A\nverifies: [FR-003]\nsurface: [terminal, browser]")
    assert codes(text, services=False) == {"CARD142"}
    assert codes(text) == set()


def test_a_card_without_front_matter_lines_is_looked_at_from_its_first_line():
    assert "CARD124" in codes(KITCHEN_LOOP + "\nMock the server.\n")


def test_a_bullet_with_a_slip_in_an_action_is_an_action_all_the_same():
    assert codes(step("Run `bank list`.", "It succeeds.", "Run `bank open a` and `bank open b`.")) == {"CARD107"}


def test_a_step_with_a_slip_in_an_expectation_is_an_expectation_all_the_same():
    assert codes(step('You see "a" and "b".', "It succeeds.")) == {"CARD105"}


def test_a_refusal_that_says_nothing_of_the_state_is_refused():
    assert codes(sample(bad_input='1. Run `bank x`.\n   - It is refused.\n   - You see "no".')) == {"CARD113"}


def test_of_a_source_that_nothing_is_known_of_nothing_is_refused():
    read = card(sample(steps="1. Look at `bank/ledger.py` and bank.ledger and LedgerStore.\n   - You see `x`."))
    found = check([read], Context(requirements=context().requirements))
    assert {mistake.code for mistake in found} == set()


@pytest.mark.parametrize(
    ("said", "line", "what"),
    [
        ("  platform: linux\n  colour: red", 6, "unknown dimension 'colour'"),
        ("  platform: lynux", 5, "unknown value 'lynux' of the dimension 'platform'"),
        ("  action: [open, shut]", 5, "unknown value 'shut' of the dimension 'action'"),
    ],
)
def test_what_a_card_says_of_the_matrix_is_told_at_its_line_where_nobody_declared_it(said, line, what):
    read = card(sample(front=f"id: BANK-TRANSFER\nverifies: [FR-003]\ndimensions:\n{said}"))
    (found,) = check([read], context(read))
    assert (found.code, found.place.line, found.what) == ("CARD108", line, what)


def test_features_may_stand_for_the_values_of_a_dimension():
    read = card(sample(front="id: BANK-TRANSFER\nverifies: [FR-003]\ndimensions: {feature: 002-loans}"))
    known = context(read)
    every = TracePolicy(dimensions={"feature": ("*",)})
    requirement = known.requirements[0]
    for feature, codes_ in (("001-bank", ["CARD108"]), ("002-loans", [])):
        bank = Context(
            configuration=known.configuration.model_copy(update={"trace": every}),
            cards=(read,),
            requirements=(requirement.model_copy(update={"feature": feature}),),
        )
        assert [one.code for one in check([read], bank) if one.code == "CARD108"] == codes_
