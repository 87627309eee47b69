"""A page of help as what it says of a command: ways to call it, sub-commands, options; calling it lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.golden.proposing.help.plain import plain_lines
from harness.golden.proposing.help.usage import Usage, read_usage

_MOST_USAGES = 30
_MOST_COMMANDS = 200
_USAGE = re.compile(r"\s*(?:usage|synopsis)\s*:?(?:\s+(?P<rest>\S.*))?", re.IGNORECASE)
_OTHER = re.compile(r"\s*or:\s+(?P<rest>\S.*)", re.IGNORECASE)
_HEADING = re.compile(r"(?P<indent>\s{0,3})(?P<title>[^\s-].*?):")
_CAPITALS = re.compile(r"(?P<indent>)(?P<title>[A-Z][A-Z ]{3,})")
_OF_COMMANDS = re.compile(r"\b(?:sub-?)?commands?\b", re.IGNORECASE)
_NAME = r"[A-Za-z0-9][A-Za-z0-9_.+-]*(?::[A-Za-z0-9][A-Za-z0-9_.+-]*)*"
_ENTRY = re.compile(
    rf"(?P<indent>\s+)(?P<names>{_NAME}(?:(?:, ?| ?\| ?){_NAME})*)\*?(?P<rest>,|:?|:?\s{{2,}}.*|: .*| - .*| \(.*| [<\[].*)"
)
_ALIAS = re.compile(r"\s*\((?P<names>[^()]*)\)")
_OPTION = re.compile(r"\s+(?:\*\s+)?(?P<spec>-[^\s,](?:(?!\s{2}).)*)(?P<text>\s{2,}.*)?")
_OPTION_NAME = re.compile(r"(?<![^\s,|/])--?[A-Za-z0-9][\w.-]*")
_REQUIRED = re.compile(r"[\[(]required[\])]", re.IGNORECASE)
_TYPES = frozenset({"TEXT", "INTEGER", "FLOAT", "PATH", "FILE", "FILENAME", "DIRECTORY", "UUID", "DATE"})


@dataclass(frozen=True)
class Option:
    """An option. ``value`` names what it takes, empty where it takes nothing."""

    names: tuple[str, ...]
    value: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Page:
    """What a page says. It tells nothing where it is no help."""

    text: str = ""
    usages: tuple[Usage, ...] = ()
    commands: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether it is help at all."""
        return bool(self.usages or self.commands or self.options)


def read_page(text: str, path: Sequence[str]) -> Page:
    """What the help of the command says that ``path`` calls."""
    lines = plain_lines(text)
    written = list(_usages(lines))
    # Who marks what is filled in means the other words as they are.
    first = _read(written[:1], path, literal="<" in "".join(written[:1]))
    usage = first[0] if first else Usage()
    listed, aliases = _commands(lines, usage)
    # What argparse has in braces is all of them, also those without a line of their own.
    named = [one for one in usage.commands or listed if one not in aliases and one != "help"]
    commands = tuple(dict.fromkeys(named))[:_MOST_COMMANDS]
    usages = first
    if len(written) > 1 and not commands:
        # Several lines of usage and no list of commands: then docopt's words, which are typed as they are.
        several = _read(written, path, literal=True)
        usages = several if any(usage.words for usage in several) else first
    return Page("\n".join(lines), tuple(usages), commands, tuple(_options(lines)))


def _read(written: Sequence[str], path: Sequence[str], literal: bool) -> list[Usage]:
    return [read_usage(line, path, literal) for line in written]


def _usages(lines: Sequence[str]) -> Iterator[str]:
    """Each way to call it, its lines joined."""
    at, found = next(
        ((at, found) for at, line in enumerate(lines) if (found := _USAGE.fullmatch(line)) is not None), (-1, None)
    )
    if found is None:
        return
    current = found["rest"] or ""
    program = current.split(" ", 1)[0]
    count = 0
    for line in lines[at + 1 :]:
        stripped = line.strip()
        other = _OTHER.fullmatch(line)
        if not stripped and not current:
            continue
        if not stripped or not line.startswith(" ") or _HEADING.fullmatch(line) or count >= _MOST_USAGES:
            break
        if other is not None or not current or stripped.split(" ", 1)[0] == program:
            if current:
                yield current
                count += 1
            current = other["rest"] if other is not None else stripped
            program = program or current.split(" ", 1)[0]
        else:
            current += f" {stripped}"
    if current:
        yield current


@dataclass
class _Section:
    """Where the list of commands that is being read stands: what its heading and its entries are indented by."""

    heading: int
    entries: int = 0


def _commands(lines: Sequence[str], usage: Usage) -> tuple[list[str], set[str]]:
    """The commands that are listed, and other names of theirs."""
    section: _Section | None = None
    names: list[str] = []
    aliases: set[str] = set()
    for line in lines:
        heading = _HEADING.fullmatch(line) or _CAPITALS.fullmatch(line)
        if heading is not None and not (section and section.entries and len(heading["indent"]) >= section.entries):
            is_of_commands = _OF_COMMANDS.search(heading["title"]) and not _USAGE.fullmatch(line)
            section = _Section(len(heading["indent"])) if is_of_commands else None
            continue
        indent = len(line) - len(line.lstrip())
        if usage.is_group and _is_list_of(line, usage):
            section = _Section(indent)
            continue
        entry = _ENTRY.fullmatch(line) if section else None
        if section is None or entry is None or indent <= section.heading:
            continue
        section.entries = section.entries or indent
        if indent == section.entries:
            found = re.split(r", ?| ?\| ?", entry["names"])
            names += found if len(found) > 2 or entry["rest"] in ("", ",") else found[:1]
            alias = _ALIAS.match(entry["rest"])
            aliases |= {one.strip() for one in alias["names"].split(",")} if alias else set()
    return names, aliases


def _is_list_of(line: str, usage: Usage) -> bool:
    """Whether a line stands for all commands, as argparse has it above them: ``{add,list}``, or ``COMMAND``."""
    words = line.split()
    if not words or not line.startswith(" "):
        return False
    if words[0].startswith("{"):
        return bool(usage.commands) and usage.commands[0] in words[0]
    return len(words) == 1 and words[0].strip("<>").lower() in ("command", "subcommand", "cmd")


def _options(lines: Sequence[str]) -> Iterator[Option]:
    spec, text = "", ""
    for line in (*lines, ""):
        found = _OPTION.fullmatch(line)
        if found is None and spec and line.startswith("   "):
            text += f" {line.strip()}"
            continue
        if spec:
            yield _option(spec, text)
        spec, text = (found["spec"].strip(), found["text"] or "") if found else ("", "")


def _option(spec: str, text: str) -> Option:
    names = tuple(_OPTION_NAME.findall(spec))
    rest = _OPTION_NAME.sub("", spec).strip(" ,=/|")
    if not rest and text.split() and text.split()[0] in _TYPES:
        rest = text.split()[0]
    braces = re.fullmatch(r"[\[{<(](?P<choices>[^\[\]{}<>()]*[|,][^\[\]{}<>()]*)[\]}>)]", rest)
    choices = tuple(one.strip() for one in re.split(r"[|,]", braces["choices"])) if braces else ()
    value = rest.strip("<>[]{}=") if rest else ""
    return Option(names, value, choices, _REQUIRED.search(text) is not None)
