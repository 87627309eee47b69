"""What a product says that a user can reach: its commands, the routes of its services, their pages, asked for in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from harness.adapters import files
from harness.adapters.cell.rooms import remove_abandoned_rooms
from harness.adapters.records.fleeting import fleeting_recorder
from harness.adapters.services import origin_of
from harness.app.asking import Look, helped
from harness.app.golden_cases import has_cases, load_cases
from harness.app.golden_runs import GoldenRun
from harness.app.golden_trial import Trial, Watch
from harness.app.project import Project
from harness.app.run_cards import Listener
from harness.app.service_surface import Described, described, of_service, services_of
from harness.app.trace import Traced, TraceListener
from harness.domain.golden import GoldenCase
from harness.domain.requirements import Requirement
from harness.domain.tracing import EvidenceKind, Surface, SurfaceItem, SurfaceKind
from harness.errors import DocumentError, MachineError, TreeError, UsageError
from harness.golden.proposing import help as help_texts
from harness.golden.proposing.help.walk import ordered
from harness.trace.claims import Use, claimed

_DESCRIPTIONS = ("openapi.json", "openapi.yaml", "openapi.yml", "swagger.json", "swagger.yaml", "swagger.yml")
_FOLDERS = ("", "docs/", "api/", "spec/", "specs/")
_NOTHING = "the product has no command and no service that is waited for by an http address: nothing could be asked"


class _Passed(Listener):
    """Tells whoever waits for a trace which stage it is at."""

    def __init__(self, listener: TraceListener) -> None:
        self._listener = listener

    def stage(self, what: str) -> None:
        """Pass it on."""
        self._listener.stage(what)

    def cards(self, count: int) -> None:
        """So much is asked of the product now."""
        self._listener.stage("asking the product what it offers")


def with_surface(traced: Traced, listener: TraceListener | None = None) -> Traced:
    """The trace with what the product itself says that it offers. Raises KeyboardInterrupt."""
    told = _Passed(listener or TraceListener())
    surface = surface_of(traced.project, traced.project.requirements, uses_of(traced), told)
    return replace(traced, trace=traced.trace.model_copy(update={"surface": surface}))


def uses_of(traced: Traced) -> tuple[Use, ...]:
    """The cards and golden cases of a trace, with the requirements that each is evidence for."""
    project = traced.project
    verified: dict[str, dict[str, None]] = {}
    for row in traced.trace.rows:
        for link in row.links:
            verified.setdefault(link.evidence.key, {})[row.requirement.qualified] = None
    cards = [(f"{EvidenceKind.CARD.value} {card.id}", card) for card in project.cards]
    cards += [(f"{EvidenceKind.GOLDEN.value} {case.id}", case.card) for case in _cases(project)]
    return tuple(Use(key, card, tuple(verified[key])) for key, card in cards if key in verified)


def _cases(project: Project) -> tuple[GoldenCase, ...]:
    """The golden cases; those that cannot be read are among the mistakes of the trace."""
    try:
        return load_cases(project.root).every if has_cases(project.root) else ()
    except (DocumentError, UsageError):
        return ()


@dataclass
class Found:
    """What was found so far, by its kind and name, with the titles of pages by theirs, and what could not be asked."""

    items: dict[tuple[SurfaceKind, str], SurfaceItem] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    trouble: dict[str, None] = field(default_factory=dict)

    def add(self, kind: SurfaceKind, name: str, source: str) -> None:
        """Take up one thing; who told of it first counts."""
        self.items.setdefault((kind, name), SurfaceItem(kind=kind, name=name, source=source))

    def refuse(self, what: str) -> None:
        """Note what could not be asked."""
        self.trouble[what] = None


def surface_of(
    project: Project, requirements: Sequence[Requirement], uses: Sequence[Use], listener: Listener
) -> Surface:
    """Ask the product, in cells, what it offers, and tie it to the requirements that mention it or whose evidence uses it.

    What cannot be asked is among the ``trouble``, also where no cell can be opened at all. Raises KeyboardInterrupt.
    """
    product = project.configuration.product
    found = Found()
    lying = described_in(project, found)
    services = services_of(product.services)
    if not product.commands and not services and not lying:
        found.refuse(_NOTHING)
    if product.commands or services:
        try:
            _ask(project, found, lying, listener)
        except (MachineError, TreeError) as error:
            found.refuse(f"the product could not be asked: {error.what}")
    items = claimed(tuple(found.items.values()), requirements, uses, found.titles, origin_of(product.services) or "")
    return Surface(items=items, trouble=tuple(found.trouble))


def _ask(project: Project, found: Found, lying: Sequence[Described], listener: Listener) -> None:
    remove_abandoned_rooms()
    product = project.configuration.product
    with fleeting_recorder() as recorder, ExitStack() as open_things:
        watch = Watch(listener)
        run = GoldenRun(project, None, None, (), watch, recorder)
        trial = Trial(run, run.place((), open_things), watch)
        for name in product.commands:
            _of_command(name, trial.look, found)
        for service in services_of(product.services):
            of_service(service, trial.look, found, lying, service.name in project.configuration.trace.pages_only)


def _of_command(name: str, look: Look, found: Found) -> None:
    """A command and all its sub-commands, as their help tells."""
    told = helped((name,), look)
    for path in help_texts.commands(ordered(told.walk.visits)):
        parent = path if len(path) == 1 or path in told.asked else path[:-1]
        found.add(SurfaceKind.COMMAND, " ".join(path), f"{' '.join(parent)} --help")
    for path in told.walk.unvisited:
        found.add(SurfaceKind.COMMAND, " ".join(path), f"{' '.join(path[:-1])} --help")
    if told.walk.unvisited:
        rest = f"{len(told.walk.unvisited)} commands, such as `{' '.join(told.walk.unvisited[0])}`"
        found.refuse(f"`{name}` has too many commands to ask all of them: {rest}, were not asked for theirs")
    for why in told.silent.values():
        found.refuse(why)


def described_in(project: Project, found: Found) -> list[Described]:
    """The descriptions of HTTP interfaces that lie in the tree where people put them; their routes are taken up."""
    lying: list[Described] = []
    for path in (f"{folder}{name}" for folder in _FOLDERS for name in _DESCRIPTIONS):
        full = project.root / path
        if full.is_file() and files.is_inside(full, project.root):
            lying.extend(_lying(files.read_bytes(full), path, found))
    return lying


def _lying(data: bytes, path: str, found: Found) -> Iterator[Described]:
    try:
        one = described(data, path)
    except DocumentError as error:
        found.refuse(f"{error.mistakes[0]}")
        return
    one.put(found, "")
    yield one
