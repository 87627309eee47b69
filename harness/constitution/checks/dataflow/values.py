"""What the analysis knows of a value: where it may come from, and what else it may be. All of it is immutable.

Nothing enforces that of what is made most often: a frozen class takes thrice as long to make an object.

A value is an over-approximation of what may be there while the program runs: joining two ways that lead to one place joins
their values. What is not known is unknown, never absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

EVERYTHING = "*"
"""In ``Taint.cleared``: harmless for every category, as a number is."""
TEXT = "text"
"""In ``Taint.cleared``: harmless wherever the danger lies in the characters, as the text of a number is; not where it counts
which value it is (``MEANINGS``): somebody else's id stays that after ``int``."""
MEANINGS = frozenset({"object", "resource", "money", "secret-log", "secret-response", "weak-random"})
"""Categories in which it counts which value it is, whatever its characters."""
MOST_STEPS = 60
"""The steps that a trail keeps at most: the first ones and the last ones."""


@dataclass(slots=True, unsafe_hash=True)
class Step:
    """One step on the way of a value: where, and why it goes on from there, as half a sentence ("becomes part of a string")."""

    path: str
    line: int
    start: int
    end: int
    what: str


class Trail:
    """The way of a value, the last step first; it shares what came before with other ways, and is never changed.

    ``inner`` is a way that lies between ``before`` and the last step: that through a function which was called. ``length``
    counts the steps.
    """

    __slots__ = ("before", "inner", "length", "step")

    def __init__(self, step: Step | None, before: Trail | None = None, inner: Trail | None = None) -> None:
        length = 0 if step is None else 1
        if before is not None:
            length += before.length
        if inner is not None:
            length += inner.length
        self.step = step
        self.before = before
        self.inner = inner
        self.length: int = length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trail) and self.length == other.length and self.steps() == other.steps()

    def __hash__(self) -> int:
        return hash(self.steps())

    def __repr__(self) -> str:
        return f"Trail{self.steps()}"

    def steps(self) -> tuple[Step, ...]:
        """Every step, the first one first."""
        found: list[Step] = []
        waiting: list[Trail | None] = [self]
        while waiting:
            here = waiting.pop()
            while here is not None:
                if here.step is not None:
                    found.append(here.step)
                if here.inner is not None:
                    waiting.append(here.before)
                    here = here.inner
                else:
                    here = here.before
        found.reverse()
        return tuple(found)


class _Hashed:
    """What is looked up so often that its hash is computed once; it is never changed."""

    __slots__ = ("_hash",)
    _hash: int

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[_Hashed], tuple[object, ...]]:
        # the hash of a text is another one in another process
        return (self.__class__, tuple(getattr(self, name) for name in self.__slots__))


class Source(_Hashed):
    """A place where a value enters: the rule that says so, what kind it is of, and where. ``text`` is shown to people."""

    __slots__ = ("rule", "kind", "path", "line", "start", "end", "text")  # noqa: RUF023 - the order of the arguments

    def __init__(self, rule: str, kind: str, path: str, line: int, start: int, end: int, text: str) -> None:
        self.rule = rule
        self.kind = kind
        self.path = path
        self.line = line
        self.start = start
        self.end = end
        self.text = text
        self._hash = hash(self._key())

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Source) and self._hash == other._hash and self._key() == other._key()
        )

    __hash__ = _Hashed.__hash__

    def __repr__(self) -> str:
        return f"Source({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"

    def _key(self) -> tuple[object, ...]:
        return (self.rule, self.kind, self.path, self.line, self.start, self.end, self.text)


class Input(_Hashed):
    """What a caller gives, not known yet: the parameter by its position (``self`` is 0 in a method), and what of it.

    ``access`` are attributes (``.name``), constant keys (``['key']``) and ``[*]`` for any item, at most three deep; ``text``
    is the parameter's name. A variable of an enclosing function is an Input as well, of position -1 with ``text`` its name.
    """

    __slots__ = ("position", "access", "text")  # noqa: RUF023 - the order of the arguments

    def __init__(self, position: int, access: tuple[str, ...] = (), text: str = "") -> None:
        self.position = position
        self.access = access
        self.text = text
        self._hash = hash((position, access))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Input) and self.position == other.position and self.access == other.access
        )

    __hash__ = _Hashed.__hash__

    def __repr__(self) -> str:
        return f"Input(position={self.position}, access={self.access}, text={self.text!r})"


Origin = Source | Input


class Taint(_Hashed):
    """An origin, the categories for which the value was made harmless since, and the way from there.

    Two taints that differ in their trails alone are equal: the first one found is kept.
    """

    __slots__ = ("origin", "cleared", "trail")  # noqa: RUF023 - the order of the arguments

    def __init__(self, origin: Origin, cleared: frozenset[str] = frozenset(), trail: Trail | None = None) -> None:
        self.origin = origin
        self.cleared = cleared
        self.trail = trail
        self._hash = hash((origin, cleared))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Taint) and self.origin == other.origin and self.cleared == other.cleared
        )

    __hash__ = _Hashed.__hash__

    def __repr__(self) -> str:
        return f"Taint({self.origin!r}, {sorted(self.cleared)})"

    def reaches(self, category: str) -> bool:
        """Whether it is still harmful in a category."""
        cleared = self.cleared
        if not cleared:
            return True
        if category in cleared or EVERYTHING in cleared:
            return False
        return TEXT not in cleared or category in MEANINGS


@dataclass(slots=True, unsafe_hash=True)
class Target:
    """Code of the project that a value stands for: a function, class or module of a file.

    ``receiver`` is the object of a bound method. ``closure`` names the state that a nested function captured (0: none); it
    has a meaning within one analysed function only.
    """

    kind: str
    path: str
    qualname: str = ""
    receiver: Value | None = None
    closure: int = 0


@dataclass(slots=True, unsafe_hash=True)
class Value:
    """What is known of a value.

    ``constants`` are all that it can be (None: not known; at most ``MOST_CONSTANTS``; str, bytes, int, float, bool, None and
    tuples of them). ``names`` are dotted names outside the project that it may stand for (``flask.request.args``), ``types``
    dotted names of what it may be an instance of: a class outside the project by its dotted name, a class of the project as
    ``path::qualname``. ``targets`` are what it may be of the project's own code, ``objects`` the places in the heap of the
    state that may hold its items and attributes: they mean nothing beyond one function. What leaves it says in ``form`` what
    such an object holds: results, globals, stored attributes.
    """

    taints: frozenset[Taint] = frozenset()
    constants: frozenset[object] | None = None
    names: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    targets: frozenset[Target] = frozenset()
    objects: frozenset[int] = frozenset()
    form: Form | None = None

    def __iter__(self) -> Iterator[Taint]:
        return iter(self.taints)


@dataclass(slots=True, unsafe_hash=True)
class Form:
    """An object as it is told to other functions: ``kind`` is list, tuple, set, dict or object.

    ``items`` are by constant key (a set's by themselves), ``rest`` what stands under any other key (None: there is none,
    ``items`` are all), ``keys`` what those keys are. ``given``: it may be the very thing that a caller gave.
    """

    kind: str
    items: tuple[tuple[object, Value], ...] = ()
    attributes: tuple[tuple[str, Value], ...] = ()
    rest: Value | None = None
    keys: Value | None = None
    given: tuple[Input, ...] = ()


MOST_CONSTANTS = 8
UNKNOWN = Value()


@dataclass(slots=True, unsafe_hash=True)
class Hit:
    """A value that reaches a sink (``taint``), or a misuse that needs no value (``taint`` None).

    ``rule`` is the id of the sink's or misuse's rule, ``category`` one of its categories. The taint's trail ends with the
    step into the sink. With an ``Input`` as origin it is a hit only for a caller that gives something harmful.
    """

    rule: str
    category: str
    path: str
    line: int
    start: int
    end: int
    taint: Taint | None = None
    note: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why something was not reported at a place: what a person asks for with ``--why``; ``reason`` is a sentence.

    ``steps`` is the way up to where it stopped, the last of them what stopped it.
    """

    path: str
    line: int
    category: str
    reason: str
    steps: tuple[Step, ...] = ()


KEPT = -2
"""In the place of an effect's position: ``access`` is a path and a name of that file's own level, or ``Class.name``."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a function leaves in what it was given: ``value`` is stored at ``access`` of the parameter at ``position``.

    ``adds``: it joins what was there, as appending does; else it replaces it.
    """

    position: int
    access: tuple[str, ...]
    value: Value
    adds: bool = True


@dataclass(frozen=True, slots=True)
class Assurance:
    """What a caller may rely on of the parameter at ``position`` afterwards: it is harmless for ``cleared``.

    ``when`` True or False: if the function returned something true, or false; None: whenever it returns at all, since it
    raises otherwise.
    """

    position: int
    access: tuple[str, ...]
    cleared: frozenset[str]
    when: bool | None = None


class Given(_Hashed):
    """What a summary is made for: what is known of each parameter beside its taint, by position; missing ones are unknown.

    Values have neither taints nor objects here, so that they can be compared.
    """

    __slots__ = ("values",)

    def __init__(self, values: tuple[Value, ...] = ()) -> None:
        self.values = values
        self._hash = hash(values)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Given) and self._hash == other._hash and self.values == other.values)

    __hash__ = _Hashed.__hash__

    def __repr__(self) -> str:
        return f"Given({self.values!r})"


@dataclass(frozen=True, slots=True)
class Summary:
    """A function in the eyes of its callers; taints within it have an ``Input`` or a ``Source`` as origin.

    ``returns``: None if it never returns; what its object holds is told by ``form``. ``exhausted`` says that it took more
    than its budget: what it does is not known.
    """

    returns: Value | None = UNKNOWN
    hits: tuple[Hit, ...] = ()
    effects: tuple[Effect, ...] = ()
    assurances: tuple[Assurance, ...] = ()
    stops: tuple[Stop, ...] = ()
    exhausted: bool = False
    raised: Value | None = None
    """What leaves it as an exception and carries something from elsewhere."""
