"""SARIF 2.1.0 (OASIS, section numbers below) as results; a suppression in the source does not silence anything here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.constitution.outputs.json_values import at, items, number, text
from harness.constitution.outputs.results import NotUnderstood, Reading, Result, Unit, Unparsed
from harness.markdown.values import Json

_SYNTAX_RULES = ("invalid-syntax", "syntax-error", "syntax", "E999")
_NOT_A_FAULT = ("pass", "notApplicable", "informational")
_UNDECIDED = ("open", "review")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_FILE = re.compile(r"file:(?://[^/]*)?(?=/)", re.IGNORECASE)
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def is_sarif(document: Json) -> bool:
    """Whether a JSON document is a SARIF log."""
    return isinstance(at(document, "runs"), list) and ("sarif" in text(document, "$schema") or bool(_version(document)))


def read(document: Json) -> Reading:
    """What a SARIF log reports.

    Raises:
        NotUnderstood: if it is of another version, or no log.
    """
    if not is_sarif(document):
        raise NotUnderstood("it is no SARIF log: an object with `version` and `runs`")
    if not _version(document).startswith("2.1."):
        raise NotUnderstood(f"it is SARIF {_version(document)}, and only 2.1.0 is understood")
    runs = list(items(at(document, "runs")))
    if not runs:
        raise NotUnderstood("the SARIF log holds no run")
    readings = [_run(run) for run in runs]
    return Reading(
        tuple(result for one in readings for result in one.results),
        tuple(file for one in readings for file in one.unparsed),
        tuple(trouble for one in readings for trouble in one.troubles),
    )


def _run(run: Json) -> Reading:
    failures = tuple(_failures(run))
    if at(run, "results") is None:  # 3.14.23: the tool failed before it had any
        return Reading(troubles=("it gave no results: its run did not come to them", *failures))
    unit = Unit.CHARACTERS if text(run, "columnKind") == "unicodeCodePoints" else _default_unit(run)
    told: list[Result | Unparsed | str | None] = [
        _told(run, one, unit) for one in items(at(run, "results")) if _counts(one)
    ]
    told += [_notification(run, one, unit) for one in _notifications(run)]
    return Reading(
        tuple(one for one in told if isinstance(one, Result)),
        tuple(one for one in told if isinstance(one, Unparsed)),
        (*(one for one in told if isinstance(one, str)), *failures),
    )


def _told(run: Json, entry: Json, unit: Unit) -> Result | Unparsed | str:
    """A result as what it is: something found, a file that does not parse, or what the tool could not decide."""
    result = _result(run, entry, unit)
    if text(entry, "kind") in _UNDECIDED:
        return f"it left `{result.rule}` undecided: {result.message}"
    return Unparsed(result.path, result.message, result.line) if result.rule in _SYNTAX_RULES else result


def _counts(result: Json) -> bool:
    """Whether a result says that something is wrong (3.27.9), and still is (3.27.24)."""
    return text(result, "kind") not in _NOT_A_FAULT and text(result, "baselineState") != "absent"


def _default_unit(run: Json) -> Unit:
    """UTF-16 code units where nothing is said (3.14.27); ruff counts characters, and does not say so."""
    return Unit.CHARACTERS if text(run, "tool.driver.name").lower() == "ruff" else Unit.UTF16


def _result(run: Json, result: Json, unit: Unit) -> Result:
    place = next(items(at(result, "locations")), None)
    region = at(place, "physicalLocation", "region")
    return Result(
        path=_path(run, at(place, "physicalLocation", "artifactLocation")),
        message=_message(result) or _of_rule(run, result),
        rule=text(result, "ruleId", "rule.id"),
        line=number(region, "startLine"),
        column=number(region, "startColumn"),
        end_line=number(region, "endLine"),
        end_column=number(region, "endColumn"),
        unit=unit,
    )


def _notifications(run: Json) -> Iterator[Json]:
    for invocation in items(at(run, "invocations")):
        yield from items(at(invocation, "toolExecutionNotifications"))
        yield from items(at(invocation, "toolConfigurationNotifications"))


def _notification(run: Json, notification: Json, unit: Unit) -> Unparsed | str | None:
    """What a tool says of its own work (3.58): of a file, that it could not use it; else a trouble; a note is neither."""
    if text(notification, "level") in ("note", "none"):
        return None
    found = _result(run, notification, unit)
    said = found.message or text(notification, "descriptor.id") or "it tells of a trouble and does not say which"
    return Unparsed(found.path, said, found.line) if found.path else said


def _failures(run: Json) -> Iterator[str]:
    for invocation in items(at(run, "invocations")):
        if at(invocation, "executionSuccessful") is False:
            said = text(invocation, "exitCodeDescription", "processStartFailureMessage")
            yield f"its run was not successful{': ' if said else ''}{said}"


def _message(result: Json) -> str:
    return text(result, "message.text", "message.markdown")


def _of_rule(run: Json, result: Json) -> str:
    """The words of the rule that a result names, where the result only names a message (3.11.6)."""
    rules = list(items(at(run, "tool", "driver", "rules")))
    index = number(result, "ruleIndex")
    named = [rule for rule in rules if text(rule, "id") == text(result, "ruleId")]
    rule = rules[index] if index is not None and 0 <= index < len(rules) else next(iter(named), None)
    return text(rule, "shortDescription.text", "fullDescription.text", "name")


def _path(run: Json, artifact: Json) -> str:
    uri = text(artifact, "uri")
    index = number(artifact, "index")
    artifacts = list(items(at(run, "artifacts")))
    if not uri and index is not None and 0 <= index < len(artifacts):
        artifact = at(artifacts[index], "location")
        uri = text(artifact, "uri")
    if not uri:
        return ""
    base = text(at(run, "originalUriBaseIds", text(artifact, "uriBaseId")), "uri")
    return _local(uri) if _SCHEME.match(uri) else _local(base) + _local(uri)


def _local(uri: str) -> str:
    """A path from a URI (RFC 3986, RFC 8089), or whatever else it is."""
    path = _FILE.sub("", uri, count=1) if _FILE.match(uri) else uri
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), path)


def _version(document: Json) -> str:
    return text(document, "version")
