"""Cases proposed from help: what is typed, which files lie there before, what is wrong; hostile help included."""

from __future__ import annotations

import pytest

from harness.domain.actions import Action, CreateFile, RunCommand
from harness.golden.proposing.document import Unwritable, case_of
from harness.golden.proposing.help import commands, propose
from harness.golden.proposing.help.samples import Samples
from harness.golden.proposing.help.walk import MOST_COMMANDS, Walk, ordered
from harness.golden.proposing.proposal import Proposal, Proposals
from tests.support.growth import ending

TREE = {
    "shop": "usage: shop [-h] {note,sum,db} ...\n\npositional arguments:\n  {note,sum,db}\n    note  keep\n    sum  sum up\n",
    "shop note": "usage: shop note [-h] text count",
    "shop sum": "usage: shop sum [-h] [--kind {plain,json}] file [limit]",
    "shop db": "usage: shop db [-h] {drop} ...",
    "shop db drop": "usage: shop db drop [-h] [name]",
}


def walked(tree: dict[str, str], root: str = "shop", refusing: frozenset[str] = frozenset()) -> Proposals:
    """What is proposed for commands that print these helps; those that refuse ``--help`` know ``-h``."""
    walk = Walk(tuple(root.split()))
    while wanted := walk.wanted():
        for path, flag in wanted:
            line = " ".join(path)
            text = "unknown option" if line in refusing and flag == "--help" else tree.get(line, "nothing")
            walk.told(path, flag, text)
    return propose(ordered(walk.visits), walk.unvisited)


def lines(actions: tuple[Action, ...]) -> list[str]:
    return [action.command for action in actions if isinstance(action, RunCommand)]


def by_id(found: Proposals) -> dict[str, Proposal]:
    return {one.id: one for one in found.cases}


def test_every_command_has_a_case() -> None:
    found = walked(TREE)
    assert list(by_id(found)) == ["CLI-SHOP", "CLI-SHOP-DB", "CLI-SHOP-DB-DROP", "CLI-SHOP-NOTE", "CLI-SHOP-SUM"]
    for one in found.cases:
        assert case_of(one, "shop --help", f"golden/{one.id.lower()}.md").card.title.startswith("The command shop")


def test_a_group_shows_its_help_and_refuses_what_is_no_command() -> None:
    group = by_id(walked(TREE))["CLI-SHOP"]
    assert lines(group.steps) == ["shop --help"]
    assert lines(group.bad) == ["shop", "shop no-such-command", "shop --no-such-option"]


def test_a_command_is_called_as_its_usage_says_and_then_with_each_thing_wrong() -> None:
    note = by_id(walked(TREE))["CLI-SHOP-NOTE"]
    assert note.before == ()
    assert lines(note.steps) == ["shop note --help", "shop note alpha 1"]
    assert lines(note.bad) == ["shop note alpha", "shop note alpha not-a-number", "shop note alpha 1 --no-such-option"]


def test_a_file_that_is_read_is_made_before() -> None:
    found = by_id(walked(TREE))["CLI-SHOP-SUM"]
    assert found.before == (CreateFile(path="input.txt", content="hello\n"),)
    assert lines(found.steps) == ["shop sum --help", "shop sum input.txt"]
    assert "shop sum no-such-file" in lines(found.bad)


def test_what_may_be_left_out_is_left_out_once() -> None:
    found = by_id(walked(TREE))["CLI-SHOP-DB-DROP"]
    assert lines(found.steps) == ["shop db drop --help", "shop db drop", "shop db drop alpha"]
    assert lines(found.bad) == ["shop db drop alpha --no-such-option"]


def test_options_that_must_be_there_are_given() -> None:
    help = "Usage: shop [OPTIONS] NAME\n\nOptions:\n  -k, --kind [a|b]  The kind  [required]\n  --yes  [required]\n"
    found = walked({"shop": help}).cases[0]
    assert lines(found.steps)[1] == "shop alpha --kind a --yes"
    assert "shop alpha --kind no-such-choice --yes" in lines(found.bad)


def test_an_option_that_is_joined_to_its_value_is_written_so() -> None:
    assert lines(walked({"shop": "Usage: shop --to=<owner>"}).cases[0].steps)[1] == "shop --to=alpha"


def test_each_way_to_call_it_has_a_case_of_its_own() -> None:
    found = walked({"shop": "Usage:\n  shop ship new <name>\n  shop ship <x> move <y>\n  shop -h | --help\n"})
    assert [(one.subject, lines(one.steps)) for one in found.cases] == [
        ("shop", ["shop --help"]),
        ("shop ship new", ["shop ship new alpha"]),
        ("shop ship", ["shop ship alpha move beta"]),
    ]


def test_a_command_that_is_listed_and_stands_in_the_usage_has_one_case() -> None:
    root = "usage: shop list [<options>]\n   or: shop drop <x>\n\nCommands:\n    list  L\n    drop  D\n"
    found = walked({"shop": root, "shop list": "usage: shop list", "shop drop": "usage: shop drop <x>"})
    assert [one.id for one in found.cases] == ["CLI-SHOP", "CLI-SHOP-DROP", "CLI-SHOP-LIST"]


def test_where_help_is_asked_for_in_another_way_that_is_what_the_case_shows() -> None:
    found = by_id(walked(TREE, refusing=frozenset({"shop note"})))
    assert lines(found["CLI-SHOP-NOTE"].steps)[0] == "shop note -h"


def test_a_command_without_help_is_called_as_it_is() -> None:
    found = by_id(walked({**TREE, "shop note": "gibberish"}))["CLI-SHOP-NOTE"]
    assert lines(found.steps) == ["shop note --help", "shop note"]


def test_a_program_that_answers_every_question_with_the_same_help_is_gone_through_once() -> None:
    same = TREE["shop"]
    found = walked(dict.fromkeys(("shop", "shop note", "shop sum", "shop db"), same))
    assert list(by_id(found)) == ["CLI-SHOP", "CLI-SHOP-DB", "CLI-SHOP-NOTE", "CLI-SHOP-SUM"]


class Everything(dict[str, str]):
    """Help of a program whose every command has commands, for ever."""

    def get(self, line: str, otherwise: str = "") -> str:  # type: ignore[override]
        return f"Usage: {line} COMMAND\n\nCommands:\n" + "".join(f"  c{at}x{len(line)}  Do it\n" for at in range(9))


def test_a_program_without_end_is_cut_off_and_the_rest_is_told() -> None:
    found = walked(Everything())
    assert len(found.cases) == MOST_COMMANDS
    assert found.left
    assert "too many commands" in found.left[0].reason


def test_a_command_that_names_itself_is_not_followed() -> None:
    assert len(walked({"shop": "Usage: shop COMMAND\n\nCommands:\n  shop  Again\n"}).cases) == 1


@pytest.mark.parametrize(
    ("name", "word", "content"),
    [
        ("FILE", "input.txt", "hello\n"),
        ("json_file", "input.json", '{"name": "alice", "count": 1}\n'),
        ("csvFile", "input.csv", "name,count\nalice,1\n"),
        ("OUTPUT", "out.txt", None),
        ("OUTPUT_FILE", "out.txt", None),
        ("DIR", ".", None),
        ("N", "1", None),
        ("max-count", "1", None),
        ("AMOUNT", "10", None),
        ("URL", "http://127.0.0.1:9/", None),
        ("DATE", "2026-01-02", None),
        ("KEY=VALUE", "key=value", None),
        ("NAME", "alpha", None),
        ("", "alpha", None),
    ],
)
def test_samples_go_by_the_name_of_the_argument(name: str, word: str, content: str | None) -> None:
    sample = Samples().of(name)
    assert (sample.word, sample.content) == (word, content)


def test_samples_of_one_call_differ() -> None:
    samples = Samples()
    assert [samples.of(name).word for name in ("a", "b", "FILE", "FILE")] == [
        "alpha",
        "beta",
        "input.txt",
        "input2.txt",
    ]
    assert samples.of("a", ("x", "y")).word == "x"


EVIL = [
    "Usage: shop {`id`,$(id),;id} ...\n",
    "usage: shop [-h] {a;rm -rf ~,b`id`,c|d} `id`\n",
    "Usage: shop --to=`id` <$(id)>\n",
    "Usage: shop {'; rm -rf ~'} x\n",
    'Usage: shop {"\u2028## Steps"} x\n',
    "Usage: shop COMMAND\n\nCommands:\n  a`id`  x\n  ;id  y\n  $(id)  z\n  -rf  w\n  ../x  v\n",
    "Commands:\n" + "".join(f"  c{at}  x\n" for at in range(10_000)),
    "Usage: shop " + "[" * 50_000,
    "Usage: shop " + "(a|" * 5_000,
    "Usage: shop " + "<" * 50_000,
    "Usage: shop " + "a" * 100_000,
    "Usage:\n" + "".join(f"  shop c{at} <x>\n" for at in range(5_000)),
    "Commands:\n" + ("  " + "a," * 500 + "!\n") * 3_000,
    "╭" + " " * 900 + "x\n" + ("│" + " " * 900 + "x\n") * 3_000,
    "Options:\n" + ("  --a" + " -" * 450 + "\n") * 3_000,
    "\x1b]" * 50_000 + "\x1b[" * 50_000,
    "\x00\x01\x08\x08\x08 usage: shop x\r\rusage: shop y",
    ("  " * 400 + "x:\n") * 3_000,
]


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_hostile_help_neither_hangs_nor_breaks_out_of_its_step(text: str) -> None:
    with ending():
        walk = Walk(("shop",))
        walk.wanted()
        walk.told(("shop",), "-h", text)
        found = propose(walk.visits)
    for one in found.cases[:20]:
        try:
            case = case_of(one, "shop --help", f"golden/{one.id.lower()}.md")
        except Unwritable:
            continue
        assert {step.action.kind for step in case.card.steps if step.action} <= {"run", "create-file"}
        assert all(line.startswith("shop") for line in lines((*one.steps, *one.bad)))
        # What is no plain word stands in quotes, so that a shell takes it for one.
        assert "`id`" not in " ".join(lines((*one.steps, *one.bad))).replace("'`id`'", "").replace("'a`id`'", "")


def test_every_command_is_named_also_what_only_usage_names_or_one_may_choose_first() -> None:
    tree = {
        **TREE,
        "shop db drop": "usage: shop db drop [-h] {all,one} [name]",
        "shop note": "Usage:\n  shop note add <text>\n  shop note drop <number>\n",
    }
    walk = Walk(("shop",))
    while wanted := walk.wanted():
        for path, flag in wanted:
            walk.told(path, flag, tree.get(" ".join(path), ""))
    assert [" ".join(words) for words in commands(ordered(walk.visits))] == [
        "shop",
        "shop db",
        "shop db drop",
        "shop db drop all",
        "shop db drop one",
        "shop note",
        "shop note add",
        "shop note drop",
        "shop sum",
    ]


def test_a_command_that_prints_the_help_of_the_one_above_is_known_to_repeat_it() -> None:
    walk = Walk(("shop",))
    while wanted := walk.wanted():
        for path, flag in wanted:
            walk.told(path, flag, TREE["shop"])
    assert {visit.path[-1]: visit.repeats for visit in walk.visits} == {
        "shop": False,
        "note": True,
        "sum": True,
        "db": True,
    }
