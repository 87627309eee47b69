"""The exit code that follows from a checked tree; outcomes of single principles lie in ``folding``."""

from __future__ import annotations

from harness.domain.findings import CheckResults, Outcome
from harness.domain.principles import Level
from harness.domain.verdicts import ExitCode


def exit_code(results: CheckResults) -> ExitCode:
    """FAIL if a MUST is violated or a waiver is in trouble; UNDECIDED if a MUST is open, or nothing was looked at.

    Principles at SHOULD and MAY are told of and change nothing.
    """
    binding = [one for one in results.principles if one.level is Level.MUST]
    if any(one.outcome is Outcome.VIOLATION for one in binding):
        return ExitCode.FAIL
    if any(waiver.trouble for waiver in results.waivers):
        return ExitCode.FAIL
    if idle(results) or any(one.outcome in (Outcome.GAP, Outcome.UNVERIFIED) for one in binding):
        return ExitCode.UNDECIDED
    return ExitCode.PASS


def idle(results: CheckResults) -> str:
    """Why nothing was checked at all; empty where something was."""
    if not any(one.checks for one in results.principles):
        return "no check ran"
    looked = results.manifest.scanned or any(check.files for one in results.principles for check in one.checks)
    return "" if looked else "no file was scanned"
