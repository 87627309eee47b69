"""What the analysis is told about the world: sources, sinks, sanitizers, guards, propagators, misuses and types.

The documents that say so (libraries, and checks of principles) are read in ``catalogue``; matching them against what was
evaluated is done there as well. This module holds what both the catalogue and the analysis know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Protocol

from harness.constitution.checks.dataflow.values import Value


class Role(StrEnum):
    """What a rule says of what it matches."""

    SOURCE = "source"
    SINK = "sink"
    SANITIZER = "sanitizer"
    GUARD = "guard"
    PROPAGATOR = "propagator"
    MISUSE = "misuse"


class Sure(Enum):
    """Whether the conditions of a rule hold: surely, or for all that is known; one that surely fails does not match."""

    YES = "yes"
    MAYBE = "maybe"


RETURN = "return"
RECEIVER = "receiver"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a library or of a check.

    ``id`` is unique: ``flask/sources/3``. ``kind`` is of sources (``request``, ``database``, ``secret`` …); ``categories``
    are of sinks and misuses, for sanitizers, guards and propagators what they clear (``*``: everything), and for sources what
    is harmless from the start (no host in a redirect to the request's own URL). ``arguments``
    name the metavariables that are looked at; for a propagator ``source`` and ``target`` name metavariables, ``return`` or
    ``receiver``. ``when_true`` is of guards: whether the value is safe if the test holds (None: if nothing was raised).
    ``note`` is shown with a finding.
    """

    id: str
    role: Role
    pattern: str
    kind: str = ""
    categories: frozenset[str] = frozenset()
    arguments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    when_true: bool | None = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A call, attribute, subscript, store or decorator that was evaluated.

    ``names`` are full dotted names that what is called (or read) may have: ``flask.request.args.get``; through types:
    ``sqlite3.Cursor.execute``. ``method`` is the last attribute where there is a receiver, whatever that is; ``receiver`` is
    its value, ``text`` how the receiver is written (``self.cursor``; empty for what has no dotted text). ``constructed`` is
    JavaScript's ``new``.
    """

    names: frozenset[str]
    method: str = ""
    receiver: Value | None = None
    text: str = ""
    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = field(default_factory=dict)
    rest: Value | None = None
    """What ``*args`` or ``**kwargs`` bring along: it may stand in any place from there on."""
    constructed: bool = False
    item: Callable[[Value, object], Value | None] | None = field(default=None, compare=False)
    """What a list, tuple, dictionary or object holds under a constant key (None: that it is one is not known, or it has no such
    key): so rules look into ``["sh", "-c", text]`` and ``{secure: false}``."""
    lacks: Callable[[Value, object], bool] | None = field(default=None, compare=False)
    """Whether a value surely holds nothing under a constant key: an object of which every key is known, or no object at all."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule that matches a site: the values of its metavariables (of ``rule.arguments`` that are there), and how sure.

    An argument may be a part of a metavariable's value: ``ARGS[0]``, ``OPTIONS.where``; its values are those of the part.
    """

    rule: Rule
    values: Mapping[str, tuple[Value, ...]]
    sure: Sure


@dataclass(frozen=True, slots=True)
class ParameterRule:
    """What a decorator, a base class or a signature makes of a parameter: a source of a kind, an instance of types, or both."""

    rule: Rule | None
    position: int
    types: frozenset[str] = frozenset()


class Catalogue(Protocol):
    """Every rule that holds for one language in one analysis. All questions are answered by look-up, not by trying all."""

    def calls(self, site: Site) -> Sequence[Bound]:
        """The rules that match a call."""
        ...

    def reads(self, site: Site) -> Sequence[Bound]:
        """The rules that match an attribute or a name that is read; ``positional`` is empty."""
        ...

    def subscripts(self, site: Site) -> Sequence[Bound]:
        """The rules that match ``receiver[key]``; ``names`` are those of the receiver, ``positional`` is the key."""
        ...

    def stores(self, site: Site) -> Sequence[Bound]:
        """The rules that match a store: of ``positional[-1]`` into a name (``method`` empty, ``text`` the name), an attribute
        (``method``), or a key (``positional[0]``, with ``method`` ``[]``)."""
        ...

    def returns(self, decorators: Sequence[Site], bases: frozenset[str], name: str) -> Sequence[Rule]:
        """The sinks that what a function returns runs into, because of its decorators, or as method ``name`` of a class with
        such bases."""
        ...

    def parameters(
        self,
        names: Sequence[str],
        annotations: Sequence[frozenset[str]],
        decorators: Sequence[Site],
        bases: frozenset[str],
        name: str,
    ) -> Sequence[ParameterRule]:
        """What is known of the parameters of a function: by their names and annotations, by the decorators of the function, and
        by the dotted bases of its class and its own ``name``.

        An annotation is the set of all dotted names in it (``Annotated[list[int], Query()]`` is list, int and fastapi.Query;
        text is read as code), together with all bases of those that are classes of the project (``path::qualname``, enum.Enum).
        The function that a default calls is among them as well: ``= Depends(current_user)`` brings fastapi.Depends.
        """
        ...

    def callback(self, site: Site, argument: int, parameters: Sequence[str]) -> Sequence[ParameterRule]:
        """What is known of the parameters of a function that is given to a call as the positional argument."""
        ...

    def types(self, names: frozenset[str], site: Callable[[], Site] | None = None) -> frozenset[str]:
        """What a call of such a name returns (``sqlite3.connect()``: ``sqlite3.Connection``); empty where not known.

        ``site`` makes the call, for those few names where it depends on the arguments (``XMLParser(resolve_entities=False)``).
        """
        ...

    def read_types(self, names: frozenset[str]) -> frozenset[str]:
        """What an attribute of such a dotted name is an instance of."""
        ...

    def bases(self, name: str) -> frozenset[str]:
        """The dotted names of a library's class and of all its bases."""
        ...

    def speaks_of(self, name: str) -> bool:
        """Whether rules may speak of a dotted name, of what it is a part of, or of a part of it; of what is built in always."""
        ...

    def rule(self, id: str) -> Rule:
        """The rule of an id."""
        ...

    def marks(self) -> frozenset[str]:
        """Words of which at least one stands in every piece of code that can match a source or a misuse: a function without any
        of them, and without any of ``heads`` where those count, cannot begin a flow.

        They are whole words (``[A-Za-z0-9_$]+``) as the library calls it: what a file imports under another name stands there
        under that one. Where sources are known by words in names (``db_password``), ``marked`` knows more.
        """
        ...

    def heads(self) -> frozenset[str]:
        """Words that begin a flow where they stand in a decorator of a function, as its own name, or in its parameters with
        their annotations: those of rules for parameters, and for what functions return. Elsewhere (``.get``) they mean nothing.
        """
        ...

    def marked(self, word: str) -> bool:
        """Whether rules may speak of any attribute or variable of that name, whatever it belongs to; marks are among them, and
        names made of certain words (``dbPassword``)."""
        ...

    def begins(self, word: str) -> bool:
        """Whether a flow may begin in a function, or file, in which that word stands: marks of sources and misuses, but of the
        parts of an object (``os.environ.get``) the word of the object itself."""
        ...

    def owns(self, names: frozenset[str]) -> bool:
        """Whether something of such a name is an object of that kind: who hands it on hands on where flows begin."""
        ...

    def within(self, packages: frozenset[str]) -> Catalogue:
        """The same rules without those that only speak of packages which are not there."""
        ...

    def packages(self) -> frozenset[str]:
        """The packages that rules speak of: the first parts of dotted names."""
        ...
