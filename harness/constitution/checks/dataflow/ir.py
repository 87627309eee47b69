"""What code says, in one small language for all that are analysed: expressions, statements, functions, classes, modules.

The readers of each language (``lowering``) make it from trees of syntax; the analysis knows nothing else of a language. Lines
count from 1; ``start`` and ``end`` are byte offsets in the file. Every node carries where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum


@dataclass(slots=True)
class Node:
    """Anything that stands somewhere: ``line`` from 1, ``start`` and ``end`` in bytes."""

    line: int
    start: int
    end: int


# --- expressions --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Expression(Node):
    """Something that has a value."""


@dataclass(slots=True)
class Constant(Expression):
    """A literal: str, bytes, int, float, bool, None; ``...`` as Ellipsis. A regular expression of JavaScript is a ``Regex``."""

    value: object


@dataclass(slots=True)
class Regex(Expression):
    """A literal regular expression (JavaScript)."""

    pattern: str
    flags: str = ""


@dataclass(slots=True)
class Name(Expression):
    """A variable; ``this`` in JavaScript is the name ``this``, ``super()`` is a call of the name ``super``."""

    id: str


@dataclass(slots=True)
class Attribute(Expression):
    """``value.attr``, also ``value?.attr``."""

    value: Expression
    attr: str


@dataclass(slots=True)
class Subscript(Expression):
    """``value[index]``; a slice is an index of kind ``Slice``."""

    value: Expression
    index: Expression


@dataclass(slots=True)
class Slice(Expression):
    """``low:high:step`` inside a subscript."""

    low: Expression | None
    high: Expression | None
    step: Expression | None


@dataclass(slots=True)
class Argument:
    """An argument of a call: ``name`` of a keyword, or ``spread`` 1 for ``*x`` / ``...x`` and 2 for ``**x``."""

    value: Expression
    name: str | None = None
    spread: int = 0


@dataclass(slots=True)
class Call(Expression):
    """A call; ``new`` for JavaScript's ``new F()``. A tagged template calls its tag with the template as its only argument."""

    function: Expression
    arguments: tuple[Argument, ...]
    new: bool = False


@dataclass(slots=True)
class Binary(Expression):
    """``+ - * / // % ** @ << >> & | ^`` and ``??`` (JavaScript, the left unless null); in Python's spelling."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True)
class Unary(Expression):
    """``not - + ~`` and ``typeof`` ``void`` ``delete``; JavaScript's ``!`` is ``not``."""

    operator: str
    operand: Expression


@dataclass(slots=True)
class Logical(Expression):
    """``and`` / ``or`` over two or more operands; JavaScript's ``&&`` and ``||`` likewise."""

    operator: str
    operands: tuple[Expression, ...]


@dataclass(slots=True)
class Compare(Expression):
    """``left op right``; chains are ``Logical("and")`` of pairs. Operators: ``== != < <= > >= in not-in is is-not instanceof``.

    JavaScript's ``===`` is ``==`` and ``!==`` is ``!=``.
    """

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True)
class Conditional(Expression):
    """``then if test else otherwise``."""

    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True)
class Template(Expression):
    """An f-string, t-string or template literal: constants and values in order; adjacent literals are joined.

    ``conversions`` holds for each part what formats it: ``""``, ``r`` for ``!r``, or the format such as ``:d``.
    """

    parts: tuple[Expression, ...]
    conversions: tuple[str, ...] = ()


@dataclass(slots=True)
class Collection(Expression):
    """A list, tuple or set (``kind``); an item may be ``Spread``."""

    kind: str
    items: tuple[Expression, ...]


@dataclass(slots=True)
class Spread(Expression):
    """``*x`` inside a collection or as a target, ``...x``; ``**x`` in a dictionary has key None there."""

    value: Expression


@dataclass(slots=True)
class Dictionary(Expression):
    """Keys and values in order; a key of None spreads its value into the dictionary."""

    entries: tuple[tuple[Expression | None, Expression], ...]


@dataclass(slots=True)
class Generator:
    """One ``for target in iterable if conditions`` of a comprehension."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]


@dataclass(slots=True)
class Comprehension(Expression):
    """``kind`` is list, set, dict or generator; a dict's ``element`` is a Collection tuple of key and value."""

    kind: str
    element: Expression
    generators: tuple[Generator, ...]


@dataclass(slots=True)
class Lambda(Expression):
    """A function without a statement of its own: lambda, arrow function, function expression, method of an object literal."""

    function: Function


@dataclass(slots=True)
class Assigned(Expression):
    """An assignment that has a value: ``(target := value)``, and every assignment inside an expression of JavaScript."""

    target: Expression
    value: Expression


@dataclass(slots=True)
class Await(Expression):
    """``await value``, ``yield value`` and ``yield from value``: ``kind`` is await, yield or yield-from."""

    kind: str
    value: Expression | None


@dataclass(slots=True)
class Markup(Expression):
    """An element of JSX: its attributes (name, value) and children that are not text."""

    tag: str
    attributes: tuple[tuple[str | None, Expression], ...]
    children: tuple[Expression, ...]


@dataclass(slots=True)
class Unknown(Expression):
    """Something that no reader knows; its value is the join of its parts."""

    parts: tuple[Expression, ...] = ()


# --- statements ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Statement(Node):
    """Something that is done."""


Block = tuple[Statement, ...]


@dataclass(slots=True)
class Do(Statement):
    """An expression for its effect."""

    value: Expression


@dataclass(slots=True)
class Assign(Statement):
    """``a = b = value``. Targets: Name, Attribute, Subscript, Collection (unpacking, with Spread), Dictionary (JavaScript's
    ``const {a, b: c} = value``: keys are Constants, values the targets; a default is ``Assigned`` of target and default).

    ``annotation`` is the dotted text of a declared type, where there is one; ``value`` is None for a bare declaration.
    """

    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None = None


@dataclass(slots=True)
class Augment(Statement):
    """``target op= value``."""

    operator: str
    target: Expression
    value: Expression


@dataclass(slots=True)
class If(Statement):
    """``elif`` is an If inside ``otherwise``."""

    test: Expression
    then: Block
    otherwise: Block


@dataclass(slots=True)
class While(Statement):
    """Also JavaScript's ``for (;;)`` (what comes before it stands before it, the update ends ``body``) and ``do``: with
    ``first`` the body runs once before the test."""

    test: Expression
    body: Block
    otherwise: Block = ()
    first: bool = False


@dataclass(slots=True)
class For(Statement):
    """``for target in iterable``; JavaScript's ``for … of`` likewise, ``keys`` for its ``for … in``."""

    target: Expression
    iterable: Expression
    body: Block
    otherwise: Block = ()
    keys: bool = False


@dataclass(slots=True)
class Handler:
    """``except types as name``; no types: everything."""

    types: tuple[Expression, ...]
    name: str | None
    body: Block
    line: int


@dataclass(slots=True)
class Try(Statement):
    """``try``, its handlers, ``else`` and ``finally``."""

    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    final: Block


@dataclass(slots=True)
class With(Statement):
    """``with context as target``, one after the other."""

    items: tuple[tuple[Expression, Expression | None], ...]
    body: Block


@dataclass(slots=True)
class Pattern(Node):
    """A pattern of ``match``.

    ``kind``: ``value`` (``value`` is compared with), ``capture`` (``name``; None for ``_``), ``sequence`` and ``class``
    (``parts`` are the inner patterns, ``value`` the class, ``names`` the attributes that the last of the parts belong to),
    ``mapping`` (``keys`` with ``parts``; ``name`` takes the rest), ``or`` (``parts``), ``as`` (one part, bound to ``name``),
    ``star`` (``name``).
    """

    kind: str
    value: Expression | None = None
    name: str | None = None
    parts: tuple[Pattern, ...] = ()
    keys: tuple[Expression, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Case:
    """One case; ``falls`` for a case of JavaScript's ``switch`` that goes on into the next one. No pattern: the default."""

    pattern: Pattern | None
    guard: Expression | None
    body: Block
    falls: bool = False


@dataclass(slots=True)
class Match(Statement):
    """``match`` and JavaScript's ``switch``."""

    subject: Expression
    cases: tuple[Case, ...]


@dataclass(slots=True)
class Return(Statement):
    """``return value``."""

    value: Expression | None


@dataclass(slots=True)
class Raise(Statement):
    """``raise value``, ``throw value``."""

    value: Expression | None


@dataclass(slots=True)
class Break(Statement):
    """Leaves the loop (or the ``switch``)."""


@dataclass(slots=True)
class Continue(Statement):
    """Goes on with the next round."""


@dataclass(slots=True)
class Delete(Statement):
    """``del targets``."""

    targets: tuple[Expression, ...]


@dataclass(slots=True)
class Assert(Statement):
    """``assert test, message``."""

    test: Expression
    message: Expression | None = None


@dataclass(slots=True)
class Scope(Statement):
    """``global`` and ``nonlocal``: ``kind`` and names."""

    kind: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Import(Statement):
    """``import module as name`` (attribute None) and ``from module import attribute as name``; ``level`` counts the dots.

    ``attribute`` is ``*`` for all. Without ``as``, ``import a.b`` binds ``a`` (name ``a``, module ``a.b``). JavaScript's
    ``import x from "m"`` has the attribute ``default``, ``import * as x`` None; ``require("m")`` stays a call.
    """

    module: str
    attribute: str | None
    name: str
    level: int = 0


@dataclass(slots=True)
class Define(Statement):
    """A function or class that is defined here."""

    defined: Function | Class


# --- definitions --------------------------------------------------------------------------------------------------------


class Kind(Enum):
    """How a parameter takes its arguments."""

    PLAIN = "plain"
    KEYWORD = "keyword"
    REST = "rest"
    REST_KEYWORDS = "rest-keywords"


@dataclass(slots=True)
class Parameter:
    """A parameter; ``pattern`` is what JavaScript unpacks it into. ``name`` is then empty."""

    name: str
    kind: Kind = Kind.PLAIN
    default: Expression | None = None
    annotation: Expression | None = None
    pattern: Expression | None = None


@dataclass(slots=True)
class Function(Node):
    """A function or method. ``qualname`` is dotted within the module, as ``A.m`` or ``outer.inner``; ``<lambda>`` for one
    without a name (with its line: ``<lambda:12>``, ``<lambda:12>#2``). It begins where its first decorator does; its line is
    that of its name.

    The body is read when it is first asked for (``body``), since most functions never are.
    """

    name: str
    qualname: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expression, ...]
    returns: Expression | None
    is_async: bool
    owner: str | None
    """The qualname of the class that it is a method of."""
    read_body: Callable[[], Block] = field(repr=False, compare=False)
    _body: Block | None = field(default=None, repr=False, compare=False)

    @property
    def body(self) -> Block:
        """What it does."""
        if self._body is None:
            self._body = self.read_body()
        return self._body


@dataclass(slots=True)
class Class(Node):
    """A class. ``body`` holds its statements in order, methods as ``Define``; a field of JavaScript is an ``Assign``."""

    name: str
    qualname: str
    bases: tuple[Expression, ...]
    keywords: tuple[Argument, ...]
    decorators: tuple[Expression, ...]
    body: Block


@dataclass(slots=True)
class Module:
    """A file. ``functions`` are all that are defined in it at any depth, by qualname, lambdas left out (but for those of
    JavaScript with no function around them); nested ones appear once their outer body was read. Of several that have one name
    the last one is ``f``, the others are ``f#2``, ``f#3``, from the first one; but ``@x.setter`` leaves ``x`` to the property
    and is ``x#setter``.

    ``exports`` are JavaScript's: exported name to local name (``default`` included). ``unread`` are the stretches that the
    reader's grammar does not know, in order: first and last line, and why; what stands there is missing, or ``Unknown``.
    """

    path: str
    language: str
    body: Block
    functions: dict[str, Function]
    classes: dict[str, Class]
    exports: dict[str, str] = field(default_factory=dict)
    unread: tuple[tuple[int, int, str], ...] = ()
