"""``harness serve``: what lies recorded, and what goes on, to a browser on this machine; the pages lie in ``reports``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness import __version__
from harness.adapters import deciding, files
from harness.adapters.scratch import scratch_folder
from harness.adapters.serving import Answer, Listener, Request, Stream
from harness.app.golden_page import page_of
from harness.app.golden_review import Pending, Reviewing
from harness.app.project import Project, find_root, load_project
from harness.app.seal_set import seal_cards
from harness.app.sealing import every_card, load_seals
from harness.app.serve_live import told
from harness.app.served_site import ServedSite
from harness.errors import HarnessError
from harness.reports._html.markup import Markup, escaped
from harness.reports._review import Waiting
from harness.reports._served import Sealable, Way, golden_forms, live_page, seals_page, told_page, ways

_PAGE = "frame-ancestors 'none'"
"""A page brings its own policy along; two of them would both hold."""


@dataclass(frozen=True)
class ServeOptions:
    """Where to listen; port 0 takes a free one. ``token`` is needed where others could reach the address."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""


@contextmanager
def open_server(start: Path, options: ServeOptions) -> Iterator[Listener]:
    """Begin to listen; ``Listener.serve`` answers until an interrupt.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: if others could reach the address and there is no token.
        MachineError: if nobody can listen there.
    """
    with scratch_folder() as room:
        yield Listener(options.host, options.port, Pages(start, room), options.token)


class Pages:
    """Answers what is asked of one project. Each page is made anew: what it shows is what lies there."""

    def __init__(self, start: Path, room: Path) -> None:
        self._start = start
        self._root = find_root(start)
        self._site = ServedSite(self._root, room)

    def answer(self, request: Request) -> Answer | Stream:
        """The page of a path, or what came of what was posted to it."""
        try:
            if request.posted:
                return self._decide(request)
            if request.parts[:1] == ("site",):
                return self._site.answer(request.parts[1:])
            return self._page(request)
        except HarnessError as error:
            return _told("That did not work", [str(error), error.hint], Way.LIVE, 409)

    def _page(self, request: Request) -> Answer | Stream:
        if request.parts in ((), ("",)):
            return _page(live_page(self._root.name, __version__))
        if request.parts == ("events",):
            return Stream(told(self._root, self._site.version))
        if request.parts == ("golden",):
            return self._golden(request)
        if request.parts == ("seals",):
            return self._seals(request)
        if request.parts == ("favicon.ico",):
            return Answer(status=204)  # browsers ask for one, and complain where there is none
        return _told("There is no such page", [], Way.LIVE, 404)

    def _decide(self, request: Request) -> Answer:
        carried_out: dict[tuple[str, ...], Callable[[Request], Answer]] = {
            ("golden", "accept"): self._accept,
            ("golden", "reject"): self._reject,
            ("seals", "set"): self._seal,
        }
        decide = carried_out.get(request.parts)
        return decide(request) if decide else _told("There is no such page", [], Way.LIVE, 404)

    # --- golden cases ----------------------------------------------------------------------------------------------------

    def _golden(self, request: Request) -> Answer:
        reviewing = Reviewing(self._start)
        refused = reviewing.refused or _not_ours(request)

        def forms(one: Waiting) -> Markup:
            pending = reviewing.named(one.case.id)
            return Markup() if refused or one.outdated else golden_forms(one.case.id, _digest(pending), request.proof)

        page = page_of(reviewing, reviewing.pending, forms)
        return _page(_with_ways(page, Way.GOLDEN, f"Nothing can be decided here: {refused}" if refused else ""))

    def _accept(self, request: Request) -> Answer:
        reviewing = Reviewing(self._start)
        one = _seen(reviewing, request)
        if one is None:
            return _moved(Way.GOLDEN)
        signed = reviewing.signed(request.form.get("reason", ""))
        path = reviewing.accept(one, signed)
        return _told("Accepted", [f"{one.case.id} is golden as it was received: {path}", "next: commit it"], Way.GOLDEN)

    def _reject(self, request: Request) -> Answer:
        reviewing = Reviewing(self._start)
        one = _seen(reviewing, request)
        if one is None:
            return _moved(Way.GOLDEN)
        reviewing.reject(one)
        said = f"the golden of {one.case.id} stays; the next check tells the difference again"
        return _told("Rejected", [said], Way.GOLDEN)

    # --- seals -----------------------------------------------------------------------------------------------------------

    def _seals(self, request: Request) -> Answer:
        project = load_project(self._start)
        rows = {row.card: row for row in load_seals(project).rows}
        cards = [
            Sealable(card, files.read_bytes(project.root / card.path).decode("utf-8", "replace"), rows.get(card.id))
            for card in every_card(project)
        ]
        refused = deciding.may_decide("sealed") or _not_ours(request)
        return _page(seals_page(self._root.name, cards, __version__, request.proof, refused))

    def _seal(self, request: Request) -> Answer:
        project = load_project(self._root)
        if request.form.get("sha256") != _sha256_of(project, request.form.get("card", "")):
            return _moved(Way.SEALS)
        sealed = seal_cards(self._root, [request.form["card"]], request.form.get("reason", ""))
        said = [f"{one.card} is sealed, by {one.who}" for one in sealed] or ["you have sealed it as it is already"]
        return _told("Sealed", [*said, "next: commit testcards/seals.jsonl"], Way.SEALS)


def _seen(reviewing: Reviewing, request: Request) -> Pending | None:
    """What waits of a case, if it is what the person looked at."""
    one = reviewing.named(request.form.get("case", ""))
    return one if _digest(one) == request.form.get("received") else None


def _digest(one: Pending) -> str:
    """Of all that a person looks at before they decide: what was received, and the golden that it is held against."""
    return hashlib.sha256(f"{one.before or ''}\n".encode() + one.waiting.text).hexdigest()


def _sha256_of(project: Project, id: str) -> str:
    return next((card.sha256 for card in every_card(project) if card.id == id), "")


def _not_ours(request: Request) -> str:
    return "" if request.is_ours else "open the address that was printed in the terminal: it lets you decide"


def _moved(back: Way) -> Answer:
    return _told("It is another one by now", ["Look at it again, then decide: nothing was changed."], back, 409)


def _told(title: str, said: Sequence[str], back: Way, status: int = 200) -> Answer:
    return _page(told_page(title, [one for one in said if one], back), status)


def _with_ways(page: str, here: Way, refused: str) -> str:
    """The review's page with the ways to the others at its top."""
    said = f'<div class="callout inconclusive"><p>{escaped(refused)}</p></div>' if refused else ""
    return page.replace("<header", f"{ways(here)}{said}<header", 1)


def _page(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status=status, policy=_PAGE)
