"""What is read from help texts, written by hand in each style, and printed by real programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from harness.golden.proposing.help.pages import Page, read_page
from harness.golden.proposing.help.usage import Argument, read_usage

CLICK = """Usage: todo [OPTIONS] COMMAND [ARGS]...

  Keep a list.

Options:
  --version  Show the version and exit.
  --help     Show this message and exit.

Commands:
  add    Add an entry, and say which one it became, which
         takes two lines.
  list   Show all of them.
"""
CLICK_LEAF = """Usage: todo add [OPTIONS] NAME COUNT

Options:
  --owner TEXT              Who it belongs to.  [required]
  --kind [short|long]       How long
                            it is.  [required]
  --help                    Show this message and exit.
"""
TYPER = """
 Usage: todo add [OPTIONS] NAME

 Add an entry.

╭─ Arguments ──────────────────────────────────────────────────────────────────╮
│ *    name      TEXT  [required]                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
╭─ Options ────────────────────────────────────────────────────────────────────╮
│ *  --count        INTEGER  How many. [required]                              │
│    --help                  Show this message and exit.                       │
╰──────────────────────────────────────────────────────────────────────────────╯
"""
TYPER_GROUP = """
 Usage: todo [OPTIONS] COMMAND [ARGS]...

╭─ Commands ───────────────────────────────────────────────────────────────────╮
│ add    Add an entry.                                                         │
│ list   Show all of them.                                                     │
╰──────────────────────────────────────────────────────────────────────────────╯
"""
COBRA = """Keep a list.

Usage:
  todo [flags]
  todo [command]

Examples:
  todo add milk

Available Commands:
  add         Add an entry
  completion  Generate the autocompletion script for the specified shell
  help        Help about any command

Flags:
  -h, --help   help for todo

Use "todo [command] --help" for more information about a command.
"""
CLAP = """Keep a list

Usage: todo [OPTIONS] <COMMAND>

Commands:
  add   Add an entry
  list  Show all of them
  help  Print this message or the help of the given subcommand(s)

Options:
  -v, --verbose...  More
  -h, --help        Print help
"""
GIT = """usage: git [-v | --version] [-h | --help] [-C <path>] [-c <name>=<value>]
           <command> [<args>]

These are common Git commands used in various situations:

start a working area (see also: git help tutorial)
   clone     Clone a repository into a new directory
   init      Create an empty Git repository

work on the current change (see also: git help everyday)
   add       Add file contents to the index

'git help -a' and 'git help -g' list available subcommands and some
concept guides.
"""
NPM = """npm <command>

Usage:

npm install        install all the dependencies in your project

All commands:

    access, adduser, audit,
    bugs, cache

Specify configs in the ini-formatted file:
    /root/.npmrc
"""
GH = """Work seamlessly with GitHub from the command line.

USAGE
  gh <command> <subcommand> [flags]

CORE COMMANDS
  auth:          Authenticate gh and git with GitHub
  browse:        Open repositories

FLAGS
  --help      Show help for command
"""
ARGPARSE = """usage: ap [-h] {add,a,list,drop} ...

positional arguments:
  {add,a,list,drop}
    add (a)          Add it
    list             Show them

options:
  -h, --help         show this help message and exit
"""
ARGPARSE_METAVAR = """usage: ap [-h] COMMAND ...

options:
  -h, --help  show this help message and exit

things to do:
  COMMAND
    add       Add it
    list      Show them
"""
DOCOPT = """Naval Fate.

Usage:
  naval_fate ship new <name>...
  naval_fate ship <name> move <x> <y> [--speed=<kn>]
  naval_fate mine (set|remove) <x> <y> [--moored|--drifting]
  naval_fate -h | --help

Options:
  -h --help     Show this screen.
  --speed=<kn>  Speed in knots [default: 10].
"""
GNU = """Usage: cp [OPTION]... [-T] SOURCE DEST
  or:  cp [OPTION]... SOURCE... DIRECTORY
Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.

  -a, --archive                same as -dR --preserve=all
"""


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        (CLICK, ("add", "list")),
        (TYPER_GROUP, ("add", "list")),
        (COBRA, ("add", "completion")),
        (CLAP, ("add", "list")),
        (GIT, ("clone", "init", "add")),
        (NPM, ("access", "adduser", "audit", "bugs", "cache")),
        (GH, ("auth", "browse")),
        (ARGPARSE, ("add", "list", "drop")),
        (ARGPARSE_METAVAR, ("add", "list")),
        ("Usage: todo COMMAND\n\nCommands:\n  serve*  Serve (the default)\n  add     Add\n", ("serve", "add")),
        ("Commands:\n  list - list packages\n  show: show one\n  get NAME\n", ("list", "show")),
        (CLICK_LEAF, ()),
        (TYPER, ()),
        (DOCOPT, ()),
        (GNU, ()),
        ("", ()),
        ("All went well. The commands: are none.", ()),
    ],
)
def test_sub_commands_are_found_in_every_usual_shape(text: str, commands: tuple[str, ...]) -> None:
    assert read_page(text, ("todo",)).commands == commands


def test_words_beside_marked_arguments_are_typed_as_they_are() -> None:
    usage = read_page("Usage: pip index versions <package>\n", ("pip", "index")).usages[0]
    assert (usage.words, usage.arguments) == (("versions",), (Argument("package"),))


def test_a_command_that_follows_an_argument_is_one_of_somebody_else() -> None:
    usage = read_page("Usage: docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n", ("docker", "run")).usages[0]
    assert not usage.is_group
    assert usage.arguments == (Argument("IMAGE"),)


@pytest.mark.parametrize("text", [CLICK, COBRA, CLAP, GIT, GH, ARGPARSE, ARGPARSE_METAVAR])
def test_a_group_is_known_by_its_usage(text: str) -> None:
    assert any(usage.is_group for usage in read_page(text, ("todo",)).usages[:1]) or text is COBRA


def test_options_that_must_be_there_are_known_by_their_list() -> None:
    page = read_page(CLICK_LEAF, ("todo", "add"))
    assert [(one.names, one.value, one.choices) for one in page.options if one.required] == [
        (("--owner",), "TEXT", ()),
        (("--kind",), "short|long", ("short", "long")),
    ]
    assert [one.name for one in page.usages[0].arguments] == ["NAME", "COUNT"]


def test_panels_are_read_as_lists() -> None:
    page = read_page(TYPER, ("todo", "add"))
    assert [(one.names, one.value) for one in page.options if one.required] == [(("--count",), "INTEGER")]


def test_colours_and_bold_do_not_matter() -> None:
    coloured = CLICK.replace("Commands:", "\x1b[1mCommands:\x1b[0m").replace("add ", "a\x08ad\x08dd\x08d ")
    assert read_page(coloured, ("todo",)).commands == ("add", "list")


def test_several_lines_of_usage_are_several_ways_to_call_it() -> None:
    found = {usage.words: [one.name for one in usage.arguments] for usage in read_page(DOCOPT, ("naval_fate",)).usages}
    assert found == {
        ("ship", "new"): ["name"],
        ("ship",): ["name", "move", "x", "y"],
        ("mine", "set"): ["x", "y"],
        (): [""],
    }


def test_of_ways_that_begin_alike_the_first_counts() -> None:
    page = read_page(GNU, ("cp",))
    assert [one.name for one in page.usages[0].arguments] == ["SOURCE", "DEST"]


@pytest.mark.parametrize(
    ("line", "path", "arguments"),
    [
        ("bank open [-h] [--deposit DEPOSIT] name", ["bank", "open"], [Argument("name")]),
        ("bank [-h] --to TO amount", ["bank"], [Argument("TO", option="--to"), Argument("amount")]),
        ("bank --to=<owner> <amount>", ["bank"], [Argument("owner", option="--to="), Argument("amount")]),
        ("bank --yes NAME", ["bank"], [Argument("NAME", option="--yes")]),
        ("bank --yes name", ["bank"], [Argument("", option="--yes"), Argument("name")]),
        ("bank NAME --yes", ["bank"], [Argument("NAME"), Argument("", option="--yes")]),
        ("bank --kind {x,y}", ["bank"], [Argument("choice", choices=("x", "y"), option="--kind")]),
        ("bank {x,y} FILE...", ["bank"], [Argument("choice", choices=("x", "y")), Argument("FILE", many=True)]),
        ("bank <json|csv>", ["bank"], [Argument("json|csv", choices=("json", "csv"))]),
        ("bank <RULE|--all>", ["bank"], [Argument("RULE|--all")]),
        ("bank (set | remove) <x>", ["bank"], [Argument("set"), Argument("x")]),
        ("bank [options] <file> ...", ["bank"], [Argument("file", many=True)]),
        ("python -m bank.cli open name", ["b", "open"], [Argument("name")]),
        ("python3 -m bank [-h] name", ["b"], [Argument("name")]),
        ("bank FOLDER open [-h] name", ["bank", "open"], [Argument("name")]),
        ("bank [[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]] name", ["bank"], [Argument("name")]),
        ("bank ] } ) name ...", ["bank"], [Argument("name", many=True)]),
        ("bank", ["bank"], []),
        ("", ["bank"], []),
    ],
)
def test_a_line_of_usage_says_what_must_be_there(line: str, path: list[str], arguments: list[Argument]) -> None:
    assert list(read_usage(line, path, literal=False).arguments) == arguments


@pytest.mark.parametrize(
    "line", ["bank COMMAND ...", "bank <command> [<args>]", "bank [command]", "bank {a,b} ...", "bank (COMMAND) ..."]
)
def test_a_usage_that_takes_a_command_is_that_of_a_group(line: str) -> None:
    assert read_usage(line, ["bank"], literal=False).is_group


def printed(*command: str) -> Page:
    environment = {**os.environ, "COLUMNS": "80", "PAGER": "cat", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    path = ("harness", *command[3:-1]) if "-m" in command else command[:-1]
    return read_page(done.stdout, path)


def test_the_help_of_argparse_itself() -> None:
    page = printed(sys.executable, "-m", "json.tool", "--help")
    assert [one.name for one in page.usages[0].optional] == ["infile", "outfile"]
    assert any("--sort-keys" in option.names for option in page.options)


def test_the_help_of_pip() -> None:
    page = printed(sys.executable, "-m", "pip", "--help")
    assert {"install", "list", "freeze"} <= set(page.commands)
    assert "help" not in page.commands
    download = printed(sys.executable, "-m", "pip", "uninstall", "--help")
    assert not download.commands


def test_the_help_of_this_program() -> None:
    page = printed(sys.executable, "-m", "harness", "--help")
    assert {"check", "golden", "run-cards"} <= set(page.commands)
    golden = printed(sys.executable, "-m", "harness", "golden", "--help")
    assert "record" in golden.commands


@pytest.mark.requires_git
def test_the_help_of_git() -> None:
    assert shutil.which("git")
    assert {"clone", "commit", "push"} <= set(printed("git", "--help").commands)
    assert [one.name for one in printed("git", "clone", "-h").usages[0].arguments] == ["repo"]


def test_the_help_of_clap() -> None:
    page = printed("ruff", "--help") if shutil.which("ruff") else read_page(CLAP, ("todo",))
    assert page.commands
