"""Objects that were checked field by field: models of Pydantic, forms of Django and WTForms, serializers, schemas."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter import fields
from harness.constitution.checks.dataflow.interpreter.classes import bound
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NONE
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.values import Taint, Target, Value

MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel", "ninja.Schema"})
"""Bases of classes whose objects hold in each field what its type lets through."""
FORMS = frozenset(
    {
        *("django.forms.Form", "django.forms.ModelForm", "django.forms.forms.Form", "django.forms.models.ModelForm"),
        *("rest_framework.serializers.Serializer", "rest_framework.serializers.ModelSerializer"),
        *("rest_framework.serializers.HyperlinkedModelSerializer", "rest_framework.serializers.BaseSerializer"),
    }
)
"""Bases of classes that keep apart what they checked."""
CHECKED = frozenset({"cleaned_data", "validated_data"})
PLAIN_FORMS = frozenset(
    {"wtforms.Form", "wtforms.form.Form", "flask_wtf.FlaskForm", "flask_wtf.Form", "flask_wtf.form.FlaskForm"}
)
"""Bases of classes that keep in the same place what they checked and what they did not."""
SCHEMAS = frozenset({"marshmallow.Schema", "flask_marshmallow.Schema", "marshmallow.schema.Schema"})
READING = frozenset({"model_validate", "model_validate_json", "parse_obj", "parse_raw", "from_orm", "validate"})
HANDED = {"form": "form_class", "serializer": "serializer_class"}
MAKING = {"get_form": "form_class", "get_serializer": "serializer_class"}
"""Methods of views that make what the view's class names."""
NO_TYPES: frozenset[str] = frozenset()
NO_TARGETS: frozenset[Target] = frozenset()
WRITING = frozenset({"model_dump", "dict"})
METHODS = READING | WRITING | MAKING.keys() | {"load"}
VALIDATORS = frozenset({"field_validator", "validator"})


def _of(run: Run, types: frozenset[str], bases: frozenset[str]) -> str | None:
    """The class of the project that a value is an object of, if it is derived from one of some bases, and nothing else."""
    own = sorted(each for each in types if "::" in each)
    return own[0] if len(own) == 1 and not bases.isdisjoint(run.world.bases(own[0])) else None


def narrowed(run: Run, node: ir.Expression, owner: Value, name: str, value: Value) -> Value:
    """An attribute that was read, as the class of its owner declares it."""
    if name == "data" and isinstance(node, ir.Attribute) and isinstance(node.value, ir.Attribute):
        return _of_form(run, node, node.value, value)
    if not any("::" in each for each in owner.types):
        return value
    if name in CHECKED:
        form = _of(run, owner.types, FORMS)
        return value if form is None else _by_field(run, node, form, value, fields_only=True)
    model = _of(run, owner.types, MODELS)
    if model is None or any(name in shape.attributes and shape.origin is None for shape in run.shapes(owner)):
        return value  # what was stored later on is checked by nobody
    return _of_model(run, node, model, name, value)


def filled(run: Run, node: ir.Expression, made: Value, name: str, value: Value) -> Value:
    """What a field of a new object is given, as the class of the object declares the field."""
    model = _of(run, made.types, MODELS) if value.taints else None
    return value if model is None else _of_model(run, node, model, name, value)


def _cleared(run: Run, node: ir.Expression, name: str, value: Value, categories: frozenset[str]) -> Value:
    if not categories:
        return value
    taints = run.clear(value.taints, categories, node, f"the field `{name}` lets nothing harmful through")
    return Value(taints, value.constants, value.names, value.types, value.targets, value.objects, value.form)


def _of_model(run: Run, node: ir.Expression, model: str, name: str, value: Value) -> Value:
    found = fields.declared(run, model, name)
    if found is None or found[1].annotation is None:
        return value
    path, statement = found
    checked = _cleared(run, node, name, value, fields.of_annotation(run, path, statement.annotation, statement.value))
    return _validated(run, node, model, name, checked)


def _validated(run: Run, node: ir.Expression, model: str, name: str, value: Value) -> Value:
    """What the methods of a model give that check its field."""
    for each in sorted(run.world.bases(model) | {model}):
        for function in _methods(run, each):
            method = run.world.member(class_of(each), function.name) if _validates(function, name) else None
            if method is not None:
                owner = Value(targets=frozenset((class_of(each),)))
                value = run.call(bound(run, method, owner), (value,), node)
    return value


def _methods(run: Run, type_name: str) -> list[ir.Function]:
    defined = run.world.definition(class_of(type_name)) if "::" in type_name else None
    body = defined.body if isinstance(defined, ir.Class) else ()
    return [one.defined for one in body if isinstance(one, ir.Define) and isinstance(one.defined, ir.Function)]


def _validates(function: ir.Function, name: str) -> bool:
    for decorator in function.decorators:
        called = decorator.function if isinstance(decorator, ir.Call) else None
        word = called.attr if isinstance(called, ir.Attribute) else called.id if isinstance(called, ir.Name) else ""
        if word in VALIDATORS and isinstance(decorator, ir.Call):
            return any(
                isinstance(each.value, ir.Constant) and each.name is None and each.value.value in (name, "*")
                for each in decorator.arguments
            )
    return False


def _by_field(run: Run, node: ir.Expression, type_name: str, value: Value, fields_only: bool) -> Value:
    """A dictionary with the fields of a class, each as harmless as it is declared; under any other key all is as it was."""
    whole = Value(run.deep(value))
    if not whole.taints:
        return value
    items: dict[object, Value] = {}
    for name in fields.names_declared(run, type_name):
        found = fields.declared(run, type_name, name)
        if found is None or (fields_only and _cleaned_by_hand(run, type_name, name)):
            continue
        path, statement = found
        if fields_only:
            checked = _cleared(run, node, name, whole, fields.of_call(run, path, statement.value))
            items[name] = _by_method(run, node, type_name, name, checked)
        else:
            items[name] = _of_model(run, node, type_name, name, whole)
    return run.new(node, Shape("dict", items, rest=whole), part="fields")


def _by_method(run: Run, node: ir.Expression, type_name: str, name: str, value: Value) -> Value:
    """What the method of a serializer gives that checks its field."""
    method = run.world.member(class_of(type_name), f"validate_{name}")
    if method is None or not method.targets:
        return value
    return run.call(bound(run, method, Value(types=frozenset((type_name,)))), (value,), node)


def handed(run: Run, function: ir.Function, parameter: ir.Parameter) -> frozenset[str]:
    """The class of the form, or serializer, that a view of a framework is handed, as its own class says."""
    word = HANDED.get(parameter.name)
    if word is None or function.owner is None or run.javascript:
        return NO_TYPES
    return _named(run, Target("class", run.path, function.owner), word)


def _named(run: Run, view: Target, word: str) -> frozenset[str]:
    found = run.world.member(view, word)
    targets = NO_TARGETS if found is None else found.targets
    return frozenset(f"{each.path}::{each.qualname}" for each in targets if each.kind == "class")


def _cleaned_by_hand(run: Run, type_name: str, name: str) -> bool:
    """Whether a method of the form gives the field's value anew."""
    method = run.world.member(class_of(type_name), f"clean_{name}")
    return method is not None and bool(method.targets)


def _of_form(run: Run, node: ir.Attribute, place: ir.Attribute, value: Value) -> Value:
    """``form.name.data``: converted by its type, and checked if somebody asked the form before."""
    form = run.evaluate(place.value)
    of = _of(run, form.types, PLAIN_FORMS)
    found = None if of is None else fields.declared(run, of, place.attr)
    if found is None:
        return value
    asked = bool(form.objects) and all(("validated", number) in run.state.notes for number in form.objects)
    return _cleared(run, node, place.attr, value, fields.of_call(run, found[0], found[1].value, asked))


def asked(run: Run, form: Value | None) -> None:
    """``form.validate()`` was true."""
    if form is not None and len(form.objects) == 1 and _of(run, form.types, PLAIN_FORMS) is not None:
        for number in form.objects:
            run.state.notes["validated", number] = True


def made(run: Run, invocation: Invocation) -> Value | None:
    """What a method gives that reads an object of a model from outside, or tells its fields; None if it is none of these."""
    owner = invocation.receiver
    if owner is None or invocation.method not in METHODS:
        return None
    node = invocation.node
    if invocation.method in MAKING:
        views = sorted(each for each in owner.types if "::" in each)
        types = NO_TYPES.union(*(_named(run, class_of(each), MAKING[invocation.method]) for each in views))
        return Value(run.on(deep_arguments(run, invocation), node, "is given to it"), types=types) if types else None
    if invocation.method in READING:
        classes = frozenset(f"{each.path}::{each.qualname}" for each in owner.targets if each.kind == "class")
        if _of(run, classes, MODELS) is None:
            return None
        taints = run.on(deep_arguments(run, invocation, False), node, f"passes through `{invocation.method}`")
        return Value(taints, types=classes)
    if invocation.method in WRITING:
        model = _of(run, owner.types, MODELS)
        return None if model is None else _by_field(run, node, model, Value(run.deep(owner)), fields_only=False)
    schema = _of(run, owner.types, SCHEMAS)
    given = Value(run.on(_given(run, invocation), node, "passes through `load`"))
    return None if schema is None else _by_field(run, node, schema, given, fields_only=True)


def _given(run: Run, invocation: Invocation) -> frozenset[Taint]:
    return deep_arguments(run, invocation, False) if invocation.every() else NONE
