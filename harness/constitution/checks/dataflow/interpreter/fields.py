"""Fields of forms, serializers and models: what they let through, as their types, patterns and choices say.

What a field lets through is read from its declaration; that it was checked at all is the business of ``schemas``.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.naming import class_of, dotted
from harness.constitution.checks.dataflow.interpreter.regexes import DIGITS, IDENTIFIER, WORD, safe_for, safe_with
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import EVERYTHING, TEXT, UNKNOWN, Target, Value

Categories = frozenset[str]


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENUMERATIONS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
NOTHING: Categories = frozenset()
ANYTHING: Categories = frozenset((EVERYTHING,))
NUMBER: Categories = frozenset((TEXT,))
SLUG = safe_with(WORD | {"-"})
ADDRESS = safe_with(DIGITS | set("abcdefABCDEF:.")) - {"url"}
PLAIN = _listed(
    """int float bool complex Decimal Fraction UUID UUID1 UUID3 UUID4 UUID5 date datetime time timedelta PositiveInt NegativeInt
    NonNegativeInt NonPositiveInt StrictInt StrictBool StrictFloat PositiveFloat NegativeFloat NonNegativeFloat FiniteFloat
    conint confloat condecimal condate PastDate FutureDate AwareDatetime NaiveDatetime"""
)
"""Types whose text is that of a number, a date or a UUID."""
NUMBERS = _listed(
    """IntegerField FloatField DecimalField BooleanField NullBooleanField DateField DateTimeField TimeField DurationField
    UUIDField IntegerRangeField DecimalRangeField DateTimeLocalField MonthField Int Integer Float Decimal Number Boolean Bool
    UUID Date DateTime NaiveDateTime AwareDateTime Time TimeDelta"""
)
"""Fields that convert what they get."""
CHOICES = _listed(
    """ChoiceField TypedChoiceField MultipleChoiceField TypedMultipleChoiceField ModelChoiceField ModelMultipleChoiceField
    PrimaryKeyRelatedField SlugRelatedField SelectField SelectMultipleField RadioField Enum"""
)
"""Fields that take nothing but what they list."""
EITHER = frozenset(
    {"Optional", "Union", "list", "List", "set", "Set", "frozenset", "tuple", "Tuple", "Sequence", "Iterable"}
)
_PATTERNS = frozenset({"pattern", "regex"})
_VALIDATORS = frozenset({"validators", "validate"})


def of_annotation(run: Run, path: str, node: ir.Expression | None, default: ir.Expression | None) -> Categories:
    """For which categories a value is harmless that a framework took through such an annotation, and such a default."""
    found = NOTHING if node is None else _annotation(run, path, node)
    return found | _constraint(run, path, default)


def _annotation(run: Run, path: str, node: ir.Expression) -> Categories:
    match node:
        case ir.Subscript():
            outer = dotted(node.value).rpartition(".")[2]
            parts = node.index.items if isinstance(node.index, ir.Collection) else (node.index,)
            if outer == "Literal":
                return ANYTHING
            if outer == "Annotated" and parts:
                found = _annotation(run, path, parts[0])
                return found.union(*(_constraint(run, path, each) for each in parts[1:]))
            return _all([_annotation(run, path, each) for each in parts]) if outer in EITHER else NOTHING
        case ir.Binary(operator="|"):
            return _all([_annotation(run, path, node.left), _annotation(run, path, node.right)])
        case ir.Constant(value=None):
            return ANYTHING
        case ir.Call():
            return _constraint(run, path, node)
        case ir.Name() | ir.Attribute():
            return _named(run, path, node)
        case _:
            return NOTHING


def _all(every: list[Categories]) -> Categories:
    """What holds of each: of ``None`` everything does, of a number what is said of text."""
    left = [each for each in every if EVERYTHING not in each]
    if not left:
        return ANYTHING if every else NOTHING
    return frozenset.intersection(*left)


def _named(run: Run, path: str, node: ir.Expression) -> Categories:
    value = resolved(run, path, node)
    for target in value.targets:
        bases = run.world.bases(f"{target.path}::{target.qualname}") if target.kind == "class" else NOTHING
        return ANYTHING if bases & ENUMERATIONS else NOTHING
    return NUMBER if value.names and all(name.rpartition(".")[2] in PLAIN for name in value.names) else NOTHING


def _constraint(run: Run, path: str, node: ir.Expression | None) -> Categories:
    """``Field(pattern=…)``, ``constr(regex=…)``, ``Query(…, pattern=…)``, ``conint(…)``."""
    if not isinstance(node, ir.Call):
        return NOTHING
    if dotted(node.function).rpartition(".")[2] in PLAIN:
        return NUMBER
    for argument in node.arguments:
        if argument.name in _PATTERNS:
            # the engine of these is not that of `re`: a dollar sign is the end, and no line before it
            return _pattern(run, path, argument.value, "search", r"\Z")
    return NOTHING


def _pattern(run: Run, path: str, node: ir.Expression, method: str, dollar: str = "$") -> Categories:
    if isinstance(node, ir.Call) and dotted(node.function).rpartition(".")[2] == "compile" and len(node.arguments) == 1:
        node = node.arguments[0].value
    text = text_of(run, path, node)
    if text is None:
        return NOTHING
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1] + dollar
    return safe_for(text, method)


def text_of(run: Run, path: str, node: ir.Expression) -> str | None:
    """The text that an expression in a class's own level is for sure."""
    known = frozenset((node.value,)) if isinstance(node, ir.Constant) else resolved(run, path, node).constants
    if known is None or len(known) != 1:
        return None
    (text,) = known
    return text if isinstance(text, str) else None


def resolved(run: Run, path: str, node: ir.Expression) -> Value:
    """What a name with dots stands for on the own level of a file, which may be another one than that at hand."""
    if isinstance(node, ir.Name):
        return run.world.member(Target("module", path), node.id) or Value(names=frozenset((node.id,)))
    if not isinstance(node, ir.Attribute):
        return UNKNOWN
    owner = resolved(run, path, node.value)
    for target in owner.targets:
        return run.world.member(target, node.attr) or UNKNOWN
    return Value(names=frozenset(f"{name}.{node.attr}" for name in owner.names))


def of_call(run: Run, path: str, node: ir.Expression | None, validated: bool = True) -> Categories:
    """For which categories the value of a field is harmless that is declared as ``forms.IntegerField(…)``; its validators
    count if they were asked (``validated``)."""
    if not isinstance(node, ir.Call):
        return NOTHING
    kind = dotted(node.function).rpartition(".")[2]
    if kind in NUMBERS:
        return NUMBER
    if not validated:
        return NOTHING
    found = NOTHING.union(*(_validator(run, path, each) for each in _validators(node)))
    if kind in CHOICES:
        return NOTHING if any(each.name == "validate_choice" for each in node.arguments) else ANYTHING
    if kind == "SlugField":
        return found | SLUG
    if kind in ("GenericIPAddressField", "IPAddressField", "IP", "IPv4", "IPv6"):
        return found | ADDRESS
    if kind == "RegexField":
        given = [each.value for each in node.arguments if each.name == "regex"] or [node.arguments[0].value]
        return found | _pattern(run, path, given[0], "search")
    return found


def _validators(node: ir.Call) -> Iterator[ir.Expression]:
    for index, argument in enumerate(node.arguments):
        if argument.name in _VALIDATORS or (argument.name is None and index):
            value = argument.value
            yield from value.items if isinstance(value, ir.Collection) else (value,)


def _validator(run: Run, path: str, node: ir.Expression) -> Categories:
    if not isinstance(node, ir.Call):
        return IDENTIFIER & SLUG if dotted(node).rpartition(".")[2] == "validate_slug" else NOTHING
    kind = dotted(node.function).rpartition(".")[2]
    if kind in ("AnyOf", "OneOf"):
        return ANYTHING
    if kind == "UUID":
        return NUMBER
    inverse = any(each.name == "inverse_match" for each in node.arguments)
    if kind in ("Regexp", "RegexValidator") and node.arguments and not inverse:
        given = [each.value for each in node.arguments if each.name == "regex"] or [node.arguments[0].value]
        return _pattern(run, path, given[0], "match" if kind == "Regexp" else "search")
    return NOTHING


def declared(run: Run, type_name: str, name: str) -> tuple[str, ir.Assign] | None:
    """The statement that declares a field of a class of the project, or of one of its bases, with the file where it stands."""
    for each in (type_name, *sorted(run.world.bases(type_name) - {type_name})):
        defined = run.world.definition(class_of(each)) if "::" in each else None
        for statement in defined.body if isinstance(defined, ir.Class) else ():
            if isinstance(statement, ir.Assign) and _declares(statement, name):
                return class_of(each).path, statement
    return None


def _declares(statement: ir.Assign, name: str) -> bool:
    return any(isinstance(target, ir.Name) and target.id == name for target in statement.targets)


def names_declared(run: Run, type_name: str) -> list[str]:
    """The names of all fields of a class, those of its bases too."""
    found: dict[str, None] = {}
    for each in sorted(run.world.bases(type_name) | {type_name}):
        defined = run.world.definition(class_of(each)) if "::" in each else None
        for statement in defined.body if isinstance(defined, ir.Class) else ():
            if isinstance(statement, ir.Assign):
                found.update((target.id, None) for target in statement.targets if isinstance(target, ir.Name))
    return list(found)
