"""``harness mcp`` as an agent uses it: the real client of the package ``mcp``, over the standard streams of a real process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import CallToolResult, TextContent

from harness.adapters import mcp_server
from harness.adapters.mcp_server import Tool
from harness.app.mcp_tools import tools
from tests.support.gated import FAILED, PASSED, Gated
from tests.support.projects import card
from tests.support.veiled import ID, PATH, leaks, sealed

pytestmark = pytest.mark.requires_git
HARNESS = Path(sys.executable).with_name("harness")
NAMES = ["check", "lint_card", "explain", "gate_status", "requirement"]


@pytest.fixture
def gated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    """A project in which a sealed card failed."""
    gated = sealed(tmp_path, monkeypatch)
    gated.cards({"TODO-ADD": PASSED, "TODO-SHOW": PASSED, ID: FAILED})
    return gated


def server(folder: Path, *arguments: str, at: Path | None = None) -> StdioServerParameters:
    """How an agent starts it."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("XDG_", "COVERAGE_"))}
    return StdioServerParameters(command=str(HARNESS), args=["mcp", *arguments], cwd=at or folder, env=kept)


@asynccontextmanager
async def client(folder: Path, *arguments: str) -> AsyncIterator[Client]:
    """An agent's side of it."""
    async with Client(server(folder, *arguments)) as found:
        yield found


def talk(folder: Path, what: Callable[[Client], Awaitable[None]], *arguments: str) -> None:
    """Talk to a server for a project, for at most a minute."""

    async def whole() -> None:
        with anyio.fail_after(60):
            async with client(folder, *arguments) as found:
                await what(found)

    anyio.run(whole)


def text(result: CallToolResult) -> str:
    """What a tool answered."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def answered(found: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answered, which must be no error."""
    result = await found.call_tool(name, arguments)
    assert not result.is_error, text(result)
    return dict(json.loads(text(result)))


async def refused(found: Client, name: str, **arguments: Any) -> str:
    """What a tool said of an error."""
    result = await found.call_tool(name, arguments)
    assert result.is_error, text(result)
    assert "Traceback" not in text(result)
    return text(result)


def test_an_agent_is_offered_five_tools_that_only_read(gated: Gated) -> None:
    async def look(found: Client) -> None:
        offered = (await found.list_tools()).tools
        assert [one.name for one in offered] == NAMES
        for one in offered:
            assert one.annotations is not None
            assert one.annotations.read_only_hint is True
            assert one.annotations.destructive_hint is False
            assert one.description
            assert one.input_schema["type"] == "object"

    talk(gated.folder, look)


def test_every_tool_answers(gated: Gated) -> None:
    gated.write("bin/more", '#!/bin/sh\neval "$1"\n')

    async def ask(found: Client) -> None:
        for arguments in ({}, {"paths": "bin/more"}, {"paths": ["bin/more", "bin/todo"]}):
            checked = await answered(found, "check", **arguments)
            (finding,) = checked["findings"]
            assert (finding["principle"], finding["place"]) == ("CODE-001", "bin/more:2")
            assert finding["snippet"] == 'eval "$1"'
            assert checked["principles"][0]["constraint"] == "The product MUST NOT evaluate text as commands."
        linted = await answered(found, "lint_card", path="testcards/add.md")
        assert {"line": 10, "kind": "action", "literal": True, "text": "Run `todo add milk`."} in linted["lines"]
        draft = await answered(found, "lint_card", text=card("todo-add").replace('- You see "', "- It is fine, "))
        assert draft["mistakes"][0]["hint"]
        assert (await answered(found, "explain", topic="card001"))["code"] == "CARD001"
        assert (await answered(found, "explain", topic="code-001"))["principle"] == "CODE-001"
        assert "Actions on every surface" in (await answered(found, "explain", topic="phrases"))["topics"]
        assert (await answered(found, "explain", topic="actions on every"))["phrases"]
        status = await answered(found, "gate_status")
        assert status["band"] == "UNDECIDED"
        assert "harness check" in status["run"]
        assert status["cycles"] == {"gate": 0, "of": 3, "line": 0, "of_line": 12}
        shown = await answered(found, "requirement", id="FR-001")
        assert (shown["id"], shown["place"], shown["state"]) == (
            "001-list/FR-001",
            "specs/001-list/spec.md:7",
            "untested",
        )
        assert [(one["kind"], one["id"], one["state"]) for one in shown["evidence"]] == [
            ("card", "TODO-ADD", "not run")
        ]

    talk(gated.folder, ask)


def test_what_was_wrong_at_the_last_commit_is_told_where_everything_is_asked_for(gated: Gated) -> None:
    gated.write("bin/more", '#!/bin/sh\neval "$1"\n')
    gated.repository.commit()

    async def ask(found: Client) -> None:
        known = await answered(found, "check", paths=["bin/more"])
        assert "findings" not in known
        assert any("last commit" in one for one in known["remarks"])
        assert len((await answered(found, "check", paths=["bin/more"], everything=True))["findings"]) == 1

    talk(gated.folder, ask)


def test_a_wrong_question_is_answered_with_what_is_wrong_and_what_to_do(gated: Gated) -> None:
    async def ask(found: Client) -> None:
        assert "hint: it takes `paths`, `everything`" in await refused(found, "check", path="bin/todo")
        assert "everything: " in await refused(found, "check", everything="yes")
        assert "paths" in await refused(found, "check", paths=[1])
        assert "paths" in await refused(found, "check", paths={"a": 1})
        assert "hint: give one of `text` and `path`" in await refused(found, "lint_card")
        assert "hint: give one of" in await refused(found, "lint_card", text="# x", path="testcards/add.md")
        assert "below testcards/" in await refused(found, "lint_card", path="bin/todo")
        assert "did you mean 'CARD001'" in await refused(found, "explain", topic="CARDO001")
        assert "topic: Field required" in await refused(found, "explain")
        assert "hint: it takes no arguments" in await refused(found, "gate_status", gate="x")
        assert "no requirement is called 'FR-9'" in await refused(found, "requirement", id="FR-9")
        with pytest.raises(MCPError, match="there is no such tool"):
            await found.call_tool("write", {})

    talk(gated.folder, ask)


def test_a_wrong_document_is_told_at_its_place_and_the_server_goes_on(gated: Gated) -> None:
    async def ask(found: Client) -> None:
        before = (gated.folder / "harness.toml").read_text()
        gated.write("harness.toml", before + "\n[gate]\nprofil = 1\n")
        for name in NAMES:
            arguments = {"explain": {"topic": "x"}, "requirement": {"id": "x"}, "lint_card": {"text": "x"}}.get(
                name, {}
            )
            assert "harness.toml:" in await refused(found, name, **arguments)
        gated.write("harness.toml", before)
        assert (await answered(found, "gate_status"))["band"]

    talk(gated.folder, ask)


def test_a_folder_without_anything_is_answered_with_what_is_missing(tmp_path: Path) -> None:
    async def ask(found: Client) -> None:
        assert "there is no constitution" in await refused(found, "check", paths=["a.py"])
        assert "git" in await refused(found, "check")

    (tmp_path / "a.py").write_text("x = 1\n")
    talk(tmp_path, ask)


def test_a_call_that_is_given_up_leaves_the_server_ready(gated: Gated) -> None:
    async def ask(found: Client) -> None:
        for _ in range(3):
            with anyio.move_on_after(0.02) as given_up:
                await found.call_tool("gate_status", {})
            assert given_up.cancelled_caught
        assert (await answered(found, "gate_status"))["band"]

    talk(gated.folder, ask)


def test_two_projects_are_served_side_by_side_and_do_not_mix(gated: Gated, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "specs/001-else").mkdir(parents=True)
    (other / "harness.toml").write_text("")
    (other / "specs/001-else/spec.md").write_text(
        "# Else\n\n## Requirements\n\n- **FR-777**: The system MUST be another.\n"
    )
    subprocess.run(["git", "init", "-q", str(other)], check=True)

    async def both() -> None:
        with anyio.fail_after(60):
            async with client(gated.folder) as first, client(tmp_path, "--project", str(other)) as second:
                assert (await answered(first, "requirement", id="FR-001"))["id"] == "001-list/FR-001"
                assert (await answered(second, "requirement", id="FR-777"))["id"] == "001-else/FR-777"
                assert "no requirement" in await refused(second, "requirement", id="FR-001")

    anyio.run(both)


def test_no_answer_over_the_wire_tells_of_a_sealed_card(gated: Gated) -> None:
    async def ask(found: Client) -> None:
        for name, arguments in (
            ("gate_status", {}),
            ("requirement", {"id": "FR-002"}),
            ("lint_card", {"path": PATH}),
            ("check", {"paths": [PATH], "everything": True}),
        ):
            assert leaks(text(await found.call_tool(name, arguments))) == []

    talk(gated.folder, ask)


def messages(*requests: dict[str, Any]) -> str:
    """What a client would write, after its greeting."""
    greeting = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a test", "version": "1"}}
    begun = [
        {"id": 1, "method": "initialize", "params": greeting},
        {"method": "notifications/initialized"},
    ]
    return "".join(json.dumps({"jsonrpc": "2.0", **one}) + "\n" for one in (*begun, *requests))


def call(id: int, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def replies(done: subprocess.Popen[str], number: int) -> Iterator[dict[str, Any]]:
    """So many lines of standard output, each of which has to be of the protocol."""
    assert done.stdout is not None
    for _ in range(number):
        line = json.loads(done.stdout.readline())
        assert line["jsonrpc"] == "2.0"
        yield line


def test_standard_output_carries_nothing_but_the_protocol(gated: Gated) -> None:
    gated.write("bin/more", '#!/bin/sh\neval "$1"\n')
    asked = [call(2, "check", {}), call(3, "gate_status", {}), call(4, "lint_card", {"text": "x"}), call(5, "nope", {})]
    with subprocess.Popen(
        [HARNESS, "mcp"],
        cwd=gated.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as done:
        assert done.stdin is not None
        assert done.stdout is not None
        done.stdin.write(messages(*asked, {"id": 6, "method": "ping"}) + "this is no message\n")
        done.stdin.flush()
        assert sorted(one["id"] for one in replies(done, 6) if "id" in one) == [1, 2, 3, 4, 5, 6]
        done.stdin.close()
        rest = done.stdout.read()
        assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
        assert done.wait(30) == 0


def test_what_a_tool_prints_goes_to_standard_error(tmp_path: Path) -> None:
    script = """
import subprocess, sys
from harness.adapters.mcp_server import Tool, serve
def shout(arguments):
    print("printed", flush=True)
    subprocess.run(["echo", "echoed"])
    return "said"
def fall(arguments):
    raise ValueError("with a secret in it")
serve([Tool("shout", "", "", {"type": "object"}, shout), Tool("fall", "", "", {"type": "object"}, fall)], "1", "", print)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        assert done.stdin is not None
        assert done.stderr is not None
        done.stdin.write(messages(call(2, "shout", {}), call(3, "fall", {})))
        done.stdin.flush()
        found = {one["id"]: one["result"] for one in replies(done, 3)}
        done.stdin.close()
        errors = done.stderr.read()
    assert found[2]["content"][0]["text"] == "said"
    assert found[3]["isError"]
    assert "ValueError" in found[3]["content"][0]["text"]
    assert "secret" not in found[3]["content"][0]["text"] + errors
    assert "harness mcp: fall: ValueError" in errors
    assert "printed" in errors
    assert "echoed" in errors


def test_it_ends_when_its_client_goes_away_in_the_midst_of_a_call(gated: Gated) -> None:
    done = subprocess.run(
        [HARNESS, "mcp"],
        cwd=gated.folder,
        input=messages(call(2, "gate_status", {})),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_without_the_package_it_says_what_to_install(gated: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "_NEEDED", ("mcp", "a_package_that_is_not_there"))
    done = gated.harness("mcp")
    assert (done.code, done.out) == (2, "")
    assert "answering over MCP needs the package mcp" in done.err
    assert "pip install 'spec-harness[mcp]'" in done.err


def test_a_project_that_is_no_folder_is_refused(gated: Gated) -> None:
    done = gated.harness("mcp", "--project", "nowhere")
    assert done.code == 2
    assert "'nowhere' is no folder" in done.err


@pytest.mark.parametrize("arguments", [["--help"], ["mcp", "--help"], ["explain", "CARD001"]])
def test_other_commands_and_help_do_not_import_the_package(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom harness.cli.boundary import guarded\nfrom harness.cli.root import root\n"
        f"guarded(root, {arguments!r})\n"
        "heavy = {'mcp', 'mcp_types', 'anyio', 'starlette'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert done.stdout


def test_the_configuration_in_the_manual_starts_it(gated: Gated) -> None:
    page = (Path(__file__).parents[2] / "docs/mcp.md").read_text()
    (found,) = re.findall(r"```json\n(.+?)```", page, re.DOTALL)
    configured = json.loads(found)["mcpServers"]["harness"]
    path = f"{HARNESS.parent}:{os.environ['PATH']}"
    started = StdioServerParameters(**configured, cwd=gated.folder, env={"PATH": path})

    async def ask() -> None:
        with anyio.fail_after(60):
            async with Client(started) as agent:
                assert (await answered(agent, "explain", topic="CODE-001"))["level"] == "MUST"

    anyio.run(ask)


def test_every_tool_says_of_what_it_is_asked() -> None:
    offered: tuple[Tool, ...] = tools(Path.cwd())
    assert [one.name for one in offered] == NAMES
    assert all(one.schema["additionalProperties"] is False for one in offered)
