"""``harness.toml``, or ``[tool.harness]`` of ``pyproject.toml``, to a Configuration; finding it lies in ``app``."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from harness.domain.configuration import Configuration, GatePolicy
from harness.domain.dimensions import EVERY_FEATURE, FEATURE
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError
from harness.markdown.collector import Collector
from harness.markdown.text import normalise
from harness.readers import _codes, _toml
from harness.readers._toml import Path

READS = "configuration"
_PLACEHOLDER = re.compile(r"(?<!\$)\{([A-Za-z_][\w-]*)\}")
_COMMAND = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOPBACK = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?(/\S*)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w.+/:-]*")
# What git refuses in the name of a branch (git-check-ref-format), and what could be taken for an option or a range.
_BRANCH = re.compile(r"(?!.*(?:\.\.|@\{|//|\.lock$|[./]$))[^\s~^:?*\[\\\x00-\x1f\x7f./-][^\s~^:?*\[\\\x00-\x1f\x7f]*")
_SHORTEST_CANARY = 12


def sniff(text: str) -> bool:
    """Whether a text has one of our tables."""
    return bool(
        re.search(
            r"^[ \t]*\[{1,2}(tool\.harness|product|cards|check|prices|spec|trace|seal|gate)[.\]]", text, re.MULTILINE
        )
    )


def read(text: str, path: str) -> Configuration:
    """The configuration that a text holds; of a ``pyproject.toml`` only the table ``tool.harness`` counts.

    Raises:
        DocumentError: with every mistake of the text.
    """
    text = normalise(text, path)
    collector = Collector(path)
    table, root = _ours(_toml.parse(text, collector, _codes.NOT_TOML), path)
    reading = _Reading(collector, _toml.lines(text), root)
    configuration = reading.validate(table)
    if configuration is not None:
        reading.check(configuration)
    collector.raise_if_any()
    assert configuration is not None
    return configuration


def beside(text: str, path: str) -> Mistake | None:
    """What is wrong with a ``pyproject.toml`` beside a ``harness.toml``: it has settings of ours, which nobody would read.

    None where it has none, or is no TOML, which is for others to tell.
    """
    try:
        text = normalise(text, path)
        table, root = _ours(tomllib.loads(text), path)
    except (DocumentError, ValueError, RecursionError):
        return None
    if not table:
        return None
    code, lines = _codes.TWO_CONFIGURATIONS, _toml.lines(text)
    place = Place(path=path, line=min((lines[key] for key in lines if key[: len(root)] == root), default=1))
    return Mistake(
        place=place, what="`[tool.harness]` is not read beside a harness.toml", hint=code.hint, code=code.code
    )


def place_of(text: str, path: str, setting: Path) -> Place:
    """The line that sets something, or that of the nearest table around it."""
    _, root = _ours({}, path)
    return Place(path=path, line=_toml.nearest(_toml.lines(normalise(text, path)), root + setting))


def places_of(text: str, path: str, setting: Path) -> tuple[Place, ...]:
    """The line of each table of an array of tables (``[[trace.exemptions]]``), in order."""
    _, root = _ours({}, path)
    headers = ((number, _toml.header_of(line)) for number, line in enumerate(normalise(text, path).split("\n"), 1))
    return tuple(Place(path=path, line=at) for at, header in headers if header == root + setting)


def _ours(document: dict[str, Any], path: str) -> tuple[Any, Path]:
    if path.rpartition("/")[2] != "pyproject.toml":
        return document, ()
    tool = document.get("tool", {})
    return (tool.get("harness", {}) if isinstance(tool, dict) else {}), ("tool", "harness")


class _Reading:
    """One reading: values become settings, mistakes go to the collector at the line of their key."""

    def __init__(self, collector: Collector, lines: Mapping[Path, int], root: Path) -> None:
        self.collector = collector
        self.lines = lines
        self.root = root

    def validate(self, table: Any) -> Configuration | None:
        # JSON, because pydantic's strict mode then takes lists for tuples and words for enums, but no "2" for 2.
        try:
            return Configuration.model_validate_json(json.dumps(table, default=str), strict=True)
        except ValidationError as error:
            for problem in error.errors():
                self._refuse(tuple(str(part) for part in problem["loc"]), problem["type"], problem["msg"])
            return None

    def check(self, configuration: Configuration) -> None:
        for place, template in _templates(configuration):
            self._check_template(place, template)
        for name in configuration.product.commands:
            if not _COMMAND.fullmatch(name):
                what, hint = f"'{name}' is not a plain word", "a command is what a user types first, such as `bank`"
                self._add(("product", "commands", name), what, hint)
        for name, service in configuration.product.services.items():
            if service.ready and "://" in service.ready and not _LOOPBACK.fullmatch(service.ready):
                what = f"'{service.ready}' is not an address on this machine"
                self._add(("product", "services", name, "ready"), what, "use http://127.0.0.1 with the service's port")
        for canary in configuration.cards.canaries:
            if len(canary) < _SHORTEST_CANARY:
                what = f"'{canary}' is too short to be told from what a product shows"
                self._add(("cards", "canaries"), what, f"use a string of at least {_SHORTEST_CANARY} characters")
        for pattern in configuration.spec.paths:
            self._check_within(("spec", "paths"), pattern, "name a folder, or a glob such as `docs/requirements/*.md`")
        for at, ignore in enumerate(configuration.spec.ignores):
            for name in ("codes", "paths", "reason"):
                value = getattr(ignore, name)
                if not value or (name == "reason" and not ignore.reason.strip()):
                    what = f"'{name}' of an ignore is empty"
                    self._add(("spec", "ignores", str(at), name), what, "say which codes, in which paths, and why")
        for name in configuration.product.environment:
            if not _VARIABLE.fullmatch(name):
                what, hint = f"'{name}' is not the name of a variable", "use letters, digits and underscores"
                self._add(("product", "environment", name), what, hint)
        for name, values in configuration.trace.dimensions.items():
            self._check_dimension(name, values)
        for name in configuration.trace.pages_only:
            if name not in configuration.product.services:
                hint = did_you_mean(name, configuration.product.services)
                self._add(("trace", "pages_only"), f"'{name}' is not a service", hint)
        self._check_gate(configuration.gate)

    def _check_gate(self, gate: GatePolicy) -> None:
        for pattern in gate.judges:
            self._check_within(("gate", "judges"), pattern, "name a file, or a glob such as `ci/**`")
        if gate.owners is not None:
            hint = "name a file such as `.harness-owners`, with an e-mail address a line"
            self._check_within(("gate", "owners"), gate.owners, hint)
        if gate.max_age is not None and not math.isfinite(gate.max_age):
            self._add(("gate", "max_age"), "an age has an end", "write hours such as 24, or leave it out")
        if gate.base is not None and not _BRANCH.fullmatch(gate.base):
            self._add(("gate", "base"), f"'{gate.base}' is not the name of a branch", "name one such as `origin/main`")

    def _check_within(self, place: Path, pattern: str, hint: str) -> None:
        """A path or a glob that leads nowhere but into the project."""
        leads_out = pattern.startswith(("/", "~", "!")) or ".." in pattern.split("/") or "\\" in pattern
        if leads_out or not pattern.strip():
            self._add(place, f"'{pattern}' is no path within the project", hint)

    def _check_dimension(self, name: str, values: Sequence[str]) -> None:
        place = ("trace", "dimensions", name)
        hint = 'a dimension has a name and its values, such as `platform = ["linux", "macos"]`'
        if not values:
            self._add(place, f"the dimension '{name}' has no value", hint)
        for value in dict.fromkeys(values):
            if values.count(value) > 1:
                self._add(place, f"the dimension '{name}' has the value '{value}' twice", "keep one of them")
        every = name == FEATURE and tuple(values) == (EVERY_FEATURE,)
        for word in (name, *(() if every else values)):
            if not _WORD.fullmatch(word):
                self._add(place, f"'{word}' is not a plain word", hint)

    def _check_template(self, place: Path, template: str) -> None:
        if not template.strip() and place[1] != "environment":
            self._add(place, f"'{place[-1]}' is empty", "say what is run, or take the line away")
        for name in _PLACEHOLDER.findall(template):
            if name != "tree":
                self._add(
                    place, f"unknown placeholder '{{{name}}}'", "the only one is {tree}: where the product's tree is"
                )

    def _refuse(self, place: Path, kind: str, message: str) -> None:
        if kind == "extra_forbidden":
            known = _settings_at(place[:-1])
            hint = did_you_mean(place[-1], known)
            what = f"unknown setting '{'.'.join(place)}'"
            self.collector.add(_codes.UNKNOWN_SETTING, self._line(place), what, hint)
            return
        sentence = message[:1].lower() + message[1:]
        where = ".".join(place) or "harness"
        self._add(place, f"'{where}': {sentence}", "see the example of `harness init --dry-run`")

    def _add(self, place: Path, what: str, hint: str) -> None:
        self.collector.add(_codes.INVALID_SETTING, self._line(place), what, hint)

    def _line(self, place: Path) -> int:
        return _toml.nearest(self.lines, self.root + place)


def _templates(configuration: Configuration) -> Iterator[tuple[Path, str]]:
    product = configuration.product
    yield from ((("product", "setup"), line) for line in product.setup)
    yield from ((("product", "commands", name), line) for name, line in product.commands.items())
    yield from ((("product", "services", name, "run"), service.run) for name, service in product.services.items())
    yield from ((("product", "environment", name), value) for name, value in product.environment.items())


def _settings_at(place: Path) -> tuple[str, ...]:
    """The settings that there are at a place, followed through the models of the configuration."""
    model: Any = Configuration
    for part in place:
        field = model.model_fields.get(part) if isinstance(model, type) and issubclass(model, BaseModel) else None
        # A name that people chose (of a service) stands for the model of the mapping's values.
        model = field.annotation if field else _value_model(model)
    return tuple(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else ()


def _value_model(annotation: Any) -> Any:
    arguments = [one for one in getattr(annotation, "__args__", ()) if one is not ...]
    return arguments[-1] if arguments else None
