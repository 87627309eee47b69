"""The phrases of the terminal: commands, files, exit codes; running them lies elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from harness.domain.actions import CreateFile, RunCommand, Surface
from harness.domain.expectations import ExitCodeIs, FileContains, FileExists
from harness.phrasebook.line import code, either
from harness.phrasebook.phrase import Example, Phrase, PhraseError
from harness.phrasebook.values import user_path, whole_number


def _run(groups: Mapping[str, str], block: str | None) -> RunCommand:
    return RunCommand(command=_command(groups["command"]), typed=block)


def _run_with_input(groups: Mapping[str, str], block: str | None) -> RunCommand:
    if "typed" not in groups and block is None:
        raise PhraseError(
            "the input is missing", 'write it in quotes (with input "30"), or as a fenced block under the step'
        )
    if "typed" in groups and block is not None:
        raise PhraseError("the input is given twice", "keep either the quoted text or the fenced block")
    return RunCommand(command=_command(groups["command"]), typed=block if block is not None else groups["typed"] + "\n")


def _run_block(groups: Mapping[str, str], block: str | None) -> RunCommand:
    if block is None:
        raise PhraseError(
            "the command is missing", "write it as inline code (Run `cat notes.txt`), or as a fenced block below"
        )
    return RunCommand(command=_command(block.rstrip("\n")))


def _command(command: str) -> str:
    if not command.strip():
        raise PhraseError("the command is empty", "write what the user types, such as Run `cat notes.txt`")
    return command


def _create(groups: Mapping[str, str], block: str | None) -> CreateFile:
    path = user_path(groups["path"])
    if "content" in groups and block is not None:
        raise PhraseError("the content is given twice", "keep either the quoted text or the fenced block")
    if "content" in groups:
        return CreateFile(path=path, content=groups["content"] + "\n")
    if block is None:
        raise PhraseError("the content of the file is missing", "put it into a fenced block under the step")
    return CreateFile(path=path, content=block)


def _create_empty(groups: Mapping[str, str], block: str | None) -> CreateFile:
    return CreateFile(path=user_path(groups["path"]), content="")


def _exit_code(groups: Mapping[str, str], block: str | None) -> ExitCodeIs:
    return ExitCodeIs(code=whole_number(groups["code"], 0, 255, "an exit code"))


def _file_contains(groups: Mapping[str, str], block: str | None) -> FileContains:
    return FileContains(path=user_path(groups["path"]), text=groups["text"], contains="not" not in groups)


def _file_exists(groups: Mapping[str, str], block: str | None) -> FileExists:
    return FileExists(path=user_path(groups["path"]), exists="not" not in groups)


ACTIONS = (
    Phrase(
        form="Run `CMD`",
        surface=Surface.TERMINAL,
        pattern=rf"run(?: the command)? {code('command')}",
        build=_run,
        takes_block=True,
        examples=(
            Example("Run `bank balance alice`.", RunCommand(command="bank balance alice")),
            Example("run `` echo `date` ``", RunCommand(command="echo `date`")),
            Example("Run `bank import -`:", RunCommand(command="bank import -", typed="alice,30\n"), "alice,30\n"),
        ),
    ),
    Phrase(
        form='Run `CMD` with input "TEXT" (or a fenced block under it)',
        surface=Surface.TERMINAL,
        pattern=rf"run(?: the command)? {code('command')},? with (?:the |this )?input(?: {either('typed')})?",
        build=_run_with_input,
        takes_block=True,
        examples=(
            Example('Run `bank close bob` with input "yes".', RunCommand(command="bank close bob", typed="yes\n")),
            Example(
                "Run `bank close bob` with input:",
                RunCommand(command="bank close bob", typed="yes\nbob\n"),
                "yes\nbob\n",
            ),
        ),
    ),
    Phrase(
        form="Run: (the command in a fenced block under it)",
        surface=Surface.TERMINAL,
        pattern=r"run(?: this| this command)?",
        build=_run_block,
        takes_block=True,
        examples=(
            Example(
                "Run:",
                RunCommand(command="bank import - <<END\nalice,30\nEND"),
                "bank import - <<END\nalice,30\nEND\n",
            ),
        ),
    ),
    Phrase(
        form='Create the file `PATH` containing (fenced block, or "TEXT")',
        surface=Surface.TERMINAL,
        pattern=(
            rf"create (?:the|a) file {code('path')}"
            rf"(?:,? (?:containing|with(?: the content| this content)?)(?: {either('content')})?)?"
        ),
        build=_create,
        takes_block=True,
        examples=(
            Example("Create the file `in.csv` containing:", CreateFile(path="in.csv", content="a,b\n"), "a,b\n"),
            Example(
                'Create the file `notes/one.txt` containing "hello".',
                CreateFile(path="notes/one.txt", content="hello\n"),
            ),
        ),
    ),
    Phrase(
        form="Create the empty file `PATH`",
        surface=Surface.TERMINAL,
        pattern=rf"create (?:the|an) empty file {code('path')}",
        build=_create_empty,
        examples=(Example("Create the empty file `in.csv`.", CreateFile(path="in.csv", content="")),),
    ),
)

EXPECTATIONS = (
    Phrase(
        form="The exit code is N",
        surface=Surface.TERMINAL,
        pattern=r"the exit code is (?P<code>[0-9]+)",
        build=_exit_code,
        examples=(Example("The exit code is 2.", ExitCodeIs(code=2)),),
    ),
    Phrase(
        form='The file `PATH` contains "TEXT" · does not contain "TEXT"',
        surface=Surface.TERMINAL,
        pattern=rf"the file {code('path')} (?:contains|(?P<not>does not contain|doesn't contain)) {either('text')}",
        build=_file_contains,
        examples=(
            Example('The file `out.csv` contains "alice,70.00".', FileContains(path="out.csv", text="alice,70.00")),
            Example(
                "The file `out.csv` does not contain `bob`.", FileContains(path="out.csv", text="bob", contains=False)
            ),
        ),
    ),
    Phrase(
        form="The file `PATH` exists · does not exist",
        surface=Surface.TERMINAL,
        pattern=rf"the file {code('path')} (?:exists|(?P<not>does not exist|doesn't exist))",
        build=_file_exists,
        examples=(
            Example("The file `out.csv` exists.", FileExists(path="out.csv")),
            Example("The file `out.csv` does not exist.", FileExists(path="out.csv", exists=False)),
        ),
    ),
)
