"""A session of pytest with ``--harness``: collects documents, carries their items out, and leaves one ``Run`` behind.

Items may run in several processes (pytest-xdist): each carries out its own, and the one that controls them writes the record.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.outcomes import Exit

from harness.app.joint_documents import Documents, Entry, Kind
from harness.app.joint_record import finish
from harness.app.joint_run import Chosen, JointRun, new_id
from harness.app.joint_views import Told, summary_text, told_card, told_case, told_principle
from harness.app.roots import find_root, is_project
from harness.errors import HarnessError
from harness.pytest_plugin._items import SESSION, Document, DocumentItem
from harness.pytest_plugin._outcomes import Outcomes

if TYPE_CHECKING:
    from harness.app.run_cards import Finished
    from harness.pytest_plugin._deciding import GateOutcome

_INPUT = "harness_session"
_NARROW, _USUAL, _WIDE = 60, 80, 120


class HarnessSession:
    """One session, in the process that runs items and in the one that writes the record; often they are the same."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        given: dict[str, str] | None = getattr(config, "workerinput", {}).get(_INPUT)
        self.is_worker = given is not None
        self.root = Path(given["root"]) if given else _root(config)
        self.id = given["id"] if given else new_id()
        self.documents = Documents(self.root)
        self.outcomes = Outcomes(config, self.root, self.id)
        self.finished: Finished | None = None
        self.decided: GateOutcome | None = None
        self.problems: list[str] = []
        self._chosen: Chosen | None = None
        self._ended_early = False
        config.stash[SESSION] = self
        if not self.is_worker:
            self._widen()

    def _widen(self) -> None:
        """Look for documents wherever they lie, unless somebody named what to look at: a configuration is nobody."""
        config = self.config
        given = {str(one) for one in config.invocation_params.args}
        if config.args_source is config.ArgsSource.ARGS and not given.isdisjoint(config.args):
            return
        looked_at = [(config.invocation_params.dir / argument).resolve() for argument in config.args]
        for path in self.documents.folders():
            hidden = any(part.startswith(".") for part in path.relative_to(self.root).parts)
            if hidden or not any(path.is_relative_to(one) for one in looked_at):
                config.args.append(str(path))

    # --- what there is -----------------------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Refuse a configuration that cannot be read before anything runs, and note of which tree tests are loaded."""
        if not self.is_worker:
            try:
                self.joint.require_readable()
            except HarnessError as error:
                raise pytest.UsageError(_said(error)) from None
            if not self.config.option.collectonly:
                self.joint.look()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell another process which run it is part of."""
        node.workerinput[_INPUT] = {"root": str(self.root), "id": self.id}

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A document of this project, by where it lies."""
        if self.documents.kind_of(file_path) is None:
            return None
        found: pytest.Collector = Document.from_parent(parent, path=file_path)
        return found

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Note every set of parameters before any is left out, in whatever way."""
        self.outcomes.collected(item)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What is carried out: what is left out now is no part of the run."""
        self.outcomes.selected(session.items)
        ids: dict[Kind, list[str]] = {kind: [] for kind in Kind}
        for item in session.items:
            if isinstance(item, DocumentItem):
                ids[item.entry.kind].append(item.entry.id)
        self._chosen = Chosen(
            cards=tuple(dict.fromkeys(ids[Kind.CARD])),
            cases=tuple(dict.fromkeys(ids[Kind.GOLDEN])),
            principles=tuple(dict.fromkeys(ids[Kind.PRINCIPLE])),
            tests=self.outcomes.any_marked,
            processes=getattr(self.config, "workerinput", {}).get("workercount", 1),
        )

    @cached_property
    def joint(self) -> JointRun:
        """This process's part in the run."""
        return JointRun(self.root, self.id, Chosen())

    # --- carrying out ------------------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Prepare the tree before the first item, and write the record after the last, before others write their reports."""
        self._begin(session)
        returned = yield
        if not self.is_worker:
            self._finish(session)
        return returned

    def _begin(self, session: pytest.Session) -> None:
        option = self.config.option
        stops = session.testsfailed and not option.continue_on_collection_errors
        if option.collectonly or stops or self._chosen is None or self._chosen.nothing:
            return
        self.joint.chosen = self._chosen
        try:
            self.joint.begin()
        except HarnessError as error:
            raise pytest.UsageError(_said(error)) from None

    def carry_out(self, entry: Entry) -> Told:
        """Carry one item out, once more if it was before. Raises HarnessError, and KeyboardInterrupt once all is closed."""
        width = self._width
        if entry.kind is Kind.CARD:
            return told_card(self.joint, self.joint.card(entry.id), width)
        if entry.kind is Kind.GOLDEN:
            return told_case(self.joint, self.joint.case(entry.id), width)
        return told_principle(self.joint, entry.id, width)

    @property
    def _width(self) -> int:
        if not self._has_terminal:
            return _USUAL
        return min(max(self.config.get_terminal_writer().fullwidth, _NARROW), _WIDE)

    @property
    def _has_terminal(self) -> bool:
        return self.config.pluginmanager.hasplugin("terminalreporter")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        """Send along what a marked test says that it shows."""
        report = yield
        self.outcomes.mark(item, report)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gather what came of marked tests, wherever they run."""
        if not self.is_worker:
            self.outcomes.take(report)

    # --- what follows ------------------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """Let go of everything; write the record of a session that was ended early, now that nobody works on it any more."""
        exited: Exit | None = None
        returned: object = None
        try:
            returned = yield
        except Exit as error:
            exited = error
        if self.is_worker:
            self.joint.close()
        else:
            self._end(session, exited)
        if exited is not None:
            raise exited
        return returned

    def _end(self, session: pytest.Session, exited: Exit | None) -> None:
        """Write the record if nobody did, and hold the session; also one that a plugin leaves at its very end."""
        if exited is not None and exited.returncode is not None:
            session.exitstatus = exited.returncode
        self._ended_early = self.finished is None
        self._finish(session)
        self._hold(session)
        if exited is not None:
            # Its status stands for the session's, and nobody asks for a summary any more.
            exited.returncode = int(session.exitstatus)
            reporter = self.config.pluginmanager.getplugin("terminalreporter")
            if reporter is not None:
                self.pytest_terminal_summary(reporter)

    def _finish(self, session: pytest.Session) -> None:
        if self.finished is not None or self.problems or self.config.option.collectonly:
            return
        joint, given = self.joint, self.config.invocation_params.args
        try:
            if not joint.take_up():
                return
            early = self._ended_early or bool(session.shouldstop or session.shouldfail)
            tests = self.outcomes.results(joint.project.requirements)
            self.finished = finish(joint, tests, early, ("pytest", *map(str, given)))
        except HarnessError as error:
            self.problems.append(f"the run is not recorded: {_said(error)}")
        self._decide()

    def _decide(self) -> None:
        if self.config.getoption("harness_gate"):
            from harness.pytest_plugin._deciding import decide  # late: few sessions decide anything

            writer = self.config.get_terminal_writer() if self._has_terminal else None
            width, colour = (writer.fullwidth, writer.hasmarkup) if writer else (_USUAL, False)
            self.decided = decide(self.root, width, colour)

    def _hold(self, session: pytest.Session) -> None:
        """No session ends well whose run does not, whatever its items say."""
        if self.config.getoption("harness_gate") and self.decided is None and not self.config.option.collectonly:
            self._decide()
        well = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
        held = self.finished is not None and not self.outcomes.may_end_well(self.finished.run)
        refused = self.decided is not None and not self.decided.passes
        if well and (held or refused or self.problems):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """What the run came to, where its record lies, and what was decided."""
        lines = [] if self.is_worker else list(self._lines())
        if lines:
            terminalreporter.write_sep("=", "harness")
        for line in lines:
            terminalreporter.write_line(line)

    def _lines(self) -> Iterator[str]:
        if self.finished is not None:
            yield from summary_text(self.finished, self._width).split("\n")
        yield from self.outcomes.remarks
        yield from self.problems
        if self.decided is not None:
            yield ""
            yield from self.decided.text.rstrip("\n").split("\n")


def _root(config: pytest.Config) -> Path:
    """The project that the session is started in, else the one that pytest's root lies in."""
    here = find_root(config.invocation_params.dir)
    return here if is_project(here) else find_root(config.rootpath)


def _said(error: HarnessError) -> str:
    return f"{error.what}\nhint: {error.hint}" if error.hint else error.what
