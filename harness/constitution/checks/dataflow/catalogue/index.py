"""Rules found by look-up, by full dotted name, last part, decorator, base and parameter: it implements ``rules.Catalogue``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from harness.constitution.checks.dataflow.catalogue import signatures
from harness.constitution.checks.dataflow.catalogue.conditions import Truth
from harness.constitution.checks.dataflow.catalogue.entries import Entry
from harness.constitution.checks.dataflow.catalogue.grammar import Form, Parameter, Pattern
from harness.constitution.checks.dataflow.catalogue.marking import Marks, marks_of
from harness.constitution.checks.dataflow.catalogue.matching import NO_VALUES, Matcher, Matching, matcher_of
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError
from harness.constitution.checks.dataflow.catalogue.names import Names
from harness.constitution.checks.dataflow.catalogue.reaching import Spoken, leading, packages_of, reached, speaks_of
from harness.constitution.checks.dataflow.rules import Bound, ParameterRule, Rule, Site, Sure
from harness.constitution.checks.dataflow.values import Value

Found = dict[str, list[Matcher]]
Values = Mapping[str, tuple[Value, ...]]


class _Index:
    """The matchers of one form: by full name, by last part behind any receiver, and those for any name."""

    def __init__(self) -> None:
        self.by_name: Found = defaultdict(list)
        self.by_last: Found = defaultdict(list)
        self.any: list[Matcher] = []

    def add(self, matcher: Matcher, names: Names) -> None:
        pattern = matcher.entry.pattern
        if not pattern.names:
            self.any.append(matcher)
            return
        for name in pattern.names:
            if pattern.receiver is None:
                self.by_name[names.spellings(name)[0]].append(matcher)
            else:
                self.by_last[name].append(matcher)

    def knows(self, names: Iterable[str], spelled: Names) -> bool:
        """Whether any matcher speaks of one of the names."""
        return any(one in self.by_name for name in names for one in spelled.spellings(name))

    def candidates(self, site: Site, last: str, names: Names) -> Iterator[tuple[Matcher, Truth]]:
        """What may match, with what the names alone say: one of several names is not sure if another ends differently."""
        if self.by_name:
            yield from self._named(site, names)
        for matcher in self.by_last.get(last, ()) if last else ():
            yield matcher, True
        for matcher in self.any:
            if matcher.entry.pattern.receiver is not None or not site.method:
                yield matcher, True

    def _named(self, site: Site, names: Names) -> Iterator[tuple[Matcher, Truth]]:
        if not site.names:
            return
        lasts = {name.rpartition(".")[2] for name in site.names} if site.method != "[]" else {""}
        seen: set[int] = set()
        for name in sorted(site.names):
            for spelled in names.spellings(name):
                for matcher in self.by_name.get(spelled, ()):
                    if id(matcher) not in seen:
                        seen.add(id(matcher))
                        yield matcher, True if len(lasts) == 1 else None


class Rules:
    """Every rule of one catalogue; ``rules.Catalogue`` says what its questions mean."""

    def __init__(self, entries: Sequence[Entry], names: Names) -> None:
        self._names = names
        self._entries = tuple(entries)
        matchers = [matcher_of(entry, names) for entry in entries]
        self._rules = _unique(entries)
        self._matching = Matching(names, frozenset(_containers(entries, names)))
        self._annotations = signatures.Annotations(names)
        self._index: dict[Form, _Index] = {form: _Index() for form in Form}
        self._callbacks, self._returns, self._results = _Index(), _Index(), _Index()
        for matcher in matchers:
            self._file(matcher)
        self._marks: Marks = marks_of(entries, names)
        self._marked: dict[str, bool] = {}
        self._within: dict[frozenset[str], Rules] = {}

    @cached_property
    def _packages(self) -> frozenset[str]:
        return packages_of(self._entries, self._names)

    @cached_property
    def _leads(self) -> Mapping[str, frozenset[str]]:
        return leading(self._entries, self._names)

    @cached_property
    def _spoken(self) -> Spoken:
        return Spoken(self._entries, self._names)

    def _file(self, matcher: Matcher) -> None:
        pattern = matcher.entry.pattern
        if matcher.entry.result:
            self._results.add(matcher, self._names)
        elif pattern.returns:
            self._returns.add(matcher, self._names)
        elif any(slot.function is not None for slot in pattern.slots or ()):
            self._callbacks.add(matcher, self._names)
        else:
            self._index[pattern.form].add(matcher, self._names)

    def calls(self, site: Site) -> Sequence[Bound]:
        """The rules that match a call."""
        return self._bound(Form.CALL, site, _last(site))

    def reads(self, site: Site) -> Sequence[Bound]:
        """The rules that match an attribute or a name that is read."""
        return self._bound(Form.READ, site, _last(site))

    def subscripts(self, site: Site) -> Sequence[Bound]:
        """The rules that match a subscript of what has the site's names."""
        return self._bound(Form.SUBSCRIPT, self._keyed(site), _last_of_text(site))

    def _keyed(self, site: Site) -> Site:
        """A site of ``receiver[key]``, which is one of the receiver's types as well."""
        kinds = self._names.read_types(site.names)
        if site.receiver is not None:
            kinds |= site.receiver.types
        named = site.names.union(*(self._names.bases(kind) for kind in kinds)) if kinds else site.names
        return site if named == site.names else replace(site, names=named)

    def stores(self, site: Site) -> Sequence[Bound]:
        """The rules that match a store into a name, an attribute or a key."""
        keyed = site.method == "[]"
        last = _last_of_text(site) if keyed else site.method
        named = self._keyed(site) if keyed else _of_attribute(site) if site.method else site
        found = []
        for matcher, truth in self._index[Form.STORE].candidates(named, last, self._names):
            if (matcher.entry.pattern.key is not None) is keyed:
                found.append(self._matching.bound(matcher, named, truth))
        return _surest(found)

    def _bound(self, form: Form, site: Site, last: str) -> Sequence[Bound]:
        candidates = self._index[form].candidates(site, last, self._names)
        return _surest([self._matching.bound(matcher, site, truth) for matcher, truth in candidates])

    def returns(self, decorators: Sequence[Site], bases: frozenset[str], name: str) -> Sequence[Rule]:
        """The sinks that what a function returns runs into."""
        found: dict[str, Rule] = {}
        for matcher, _ in self._decorated(self._returns, decorators):
            self._keep(matcher, found)
        for matcher in (*self._of_class(self._returns, bases, name), *self._of_name(self._returns, name)):
            self._keep(matcher, found)
        return tuple(found.values())

    def _keep(self, matcher: Matcher, found: dict[str, Rule]) -> None:
        if matcher.entry.rule is not None:
            found.setdefault(matcher.entry.rule.id, matcher.entry.rule)

    def _decorated(self, index: _Index, decorators: Sequence[Site]) -> Iterator[tuple[Matcher, Values]]:
        for site in decorators:
            for matcher, truth in index.candidates(site, _last(site), self._names):
                if matcher.entry.pattern.form is Form.DECORATED:
                    found = self._matching.values(matcher, site, truth)
                    if found is not None:
                        yield matcher, found[1]

    def _of_class(self, index: _Index, bases: frozenset[str], name: str) -> Iterator[Matcher]:
        """Those for a method of a class with such bases."""
        spelled = {base for one in bases for base in self._names.bases(one)}
        seen: set[int] = set()
        for base in sorted(spelled):
            for matcher in index.by_name.get(base, ()):
                pattern = matcher.entry.pattern
                if (
                    pattern.form is Form.METHOD
                    and id(matcher) not in seen
                    and (not pattern.methods or name in pattern.methods)
                ):
                    seen.add(id(matcher))
                    yield matcher

    def _of_name(self, index: _Index, name: str) -> Iterator[Matcher]:
        """Those for a function of that name, whatever it belongs to."""
        site = Site(frozenset(), name)
        for matcher in (*index.by_name.get(name, ()), *index.any):
            if matcher.entry.pattern.form is Form.FUNCTION and self._matching.values(matcher, site, True) is not None:
                yield matcher

    def parameters(
        self,
        names: Sequence[str],
        annotations: Sequence[frozenset[str]],
        decorators: Sequence[Site],
        bases: frozenset[str],
        name: str,
    ) -> Sequence[ParameterRule]:
        """What is known of the parameters of a function."""
        found: list[ParameterRule] = []
        for matcher, values in self._decorated(self._index[Form.DECORATED], decorators):
            found += self._placed(matcher, values, names, annotations)
        for matcher in self._of_class(self._index[Form.METHOD], bases, name):
            found += self._placed(matcher, NO_VALUES, names, annotations)
        for matcher in self._of_name(self._index[Form.FUNCTION], name):
            found += self._placed(matcher, NO_VALUES, names, annotations)
        found += self._annotated(annotations)
        return tuple(dict.fromkeys(found))

    def _annotated(self, annotations: Sequence[frozenset[str]]) -> Iterator[ParameterRule]:
        for place, annotation in enumerate(annotations):
            known = frozenset(self._names.spellings(name)[0] for name in annotation if self._names.is_class(name))
            if known:
                yield ParameterRule(None, place, known)

    def _placed(
        self,
        matcher: Matcher,
        values: Values,
        names: Sequence[str],
        annotations: Sequence[frozenset[str]],
        written: Sequence[Parameter] | None = None,
    ) -> Iterator[ParameterRule]:
        entry = matcher.entry
        parameters = entry.pattern.parameters if written is None else written
        where = signatures.positions(parameters, names, partial(self._is_annotated, annotations))
        if where is None:
            return
        route = values.get(entry.route, ())
        harmless = signatures.harmless_places(route[0] if route else None)
        yield from signatures.rules_of(entry, where, names, annotations, harmless, self._annotations)

    def _is_annotated(self, annotations: Sequence[frozenset[str]], place: int, wanted: str) -> bool:
        spelled = set(self._names.spellings(wanted))
        given = annotations[place] if place < len(annotations) else frozenset()
        return any(base in spelled for name in given for base in self._names.bases(name))

    def callback(self, site: Site, argument: int, parameters: Sequence[str]) -> Sequence[ParameterRule]:
        """What is known of the parameters of a function that is given to a call."""
        found: list[ParameterRule] = []
        for matcher, truth in self._callbacks.candidates(site, _last(site), self._names):
            matched = self._matching.values(matcher, site, truth)
            written = _function_at(matcher.entry.pattern, argument, len(site.positional))
            if matched is not None and written is not None:
                found += self._placed(matcher, matched[1], parameters, (), written)
        return tuple(dict.fromkeys(found))

    def types(self, names: frozenset[str], site: Callable[[], Site] | None = None) -> frozenset[str]:
        """What a call of such a name returns, by its arguments if ``site`` tells them."""
        plain = self._names.types(names)
        if site is None or not self._results.knows(names, self._names):
            return plain
        return self._result(site()) or plain

    def _result(self, site: Site) -> frozenset[str]:
        """What the call returns by the first entry that surely matches; until then, by all that may."""
        found: frozenset[str] = frozenset()
        for matcher, truth in self._results.candidates(site, "", self._names):
            matched = self._matching.values(matcher, site, truth)
            if matched is not None:
                found |= matcher.entry.result
                if matched[0]:
                    break
        return found

    def read_types(self, names: frozenset[str]) -> frozenset[str]:
        """What an attribute of such a dotted name is an instance of."""
        return self._names.read_types(names)

    def bases(self, name: str) -> frozenset[str]:
        """The dotted names of a library's class and of all its bases."""
        return frozenset(self._names.bases(name))

    def rule(self, id: str) -> Rule:
        """The rule of an id."""
        return self._rules[id]

    def all_rules(self) -> Sequence[Rule]:
        """Every rule, in order."""
        return tuple(self._rules.values())

    def marks(self) -> frozenset[str]:
        """Words of which one stands in all code that begins a flow."""
        return frozenset(self._marks.marks)

    def heads(self) -> frozenset[str]:
        """Words that begin a flow in a decorator, or as the name of a function or parameter."""
        return frozenset(self._marks.heads)

    def marked(self, word: str) -> bool:
        """Whether rules may speak of any attribute or variable of that name."""
        found = self._marked.get(word)
        if found is None:
            found = self._marked[word] = self._marks.marked(word)
        return found

    def begins(self, word: str) -> bool:
        """Whether a flow may begin where a word stands."""
        return self._marks.begins(word)

    def owns(self, names: frozenset[str]) -> bool:
        """Whether something of such a name is one whose parts begin flows, although no mark stands where they are read."""
        return any(not self._marks.owners.isdisjoint(self._names.spellings(name)) for name in names)

    def speaks_of(self, name: str) -> bool:
        """Whether rules may speak of a dotted name, of what it is a part of, or of a part of it."""
        return self._spoken.of(name)

    def packages(self) -> frozenset[str]:
        """The packages that rules speak of."""
        return self._packages

    def within(self, packages: frozenset[str]) -> Rules:
        """The same without what speaks only of packages that are not there."""
        there = reached(packages, self._leads) & {*self._packages, ""}
        if there not in self._within:
            self._within[there] = Rules([entry for entry in self._entries if speaks_of(entry, there)], self._names)
        return self._within[there]


def _last(site: Site) -> str:
    return site.method


def _last_of_text(site: Site) -> str:
    return site.text.rpartition(".")[2]


def _of_attribute(site: Site) -> Site:
    """A store into an attribute whose names are those of the object, or of the attribute itself: it has both."""
    return replace(site, names=site.names | {f"{name}.{site.method}" for name in site.names})


def _surest(found: Iterable[Bound | None]) -> Sequence[Bound]:
    """Each rule once: as sure as it gets."""
    kept: dict[str, Bound] = {}
    for bound in found:
        if bound is None:
            continue
        before = kept.get(bound.rule.id)
        if before is None or (before.sure is Sure.MAYBE and bound.sure is Sure.YES):
            kept[bound.rule.id] = bound
    return tuple(kept.values())


def _function_at(pattern: Pattern, argument: int, given: int) -> tuple[Parameter, ...] | None:
    """What the pattern says of a function in that place; ``$$$`` in front of it lets it stand anywhere later."""
    gap = False
    for index, slot in enumerate(pattern.slots or ()):
        if slot.function is not None and (index == argument or (gap and argument >= index - 1)):
            return slot.function
        gap = gap or slot.many
    return None


def _unique(entries: Iterable[Entry]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for entry in entries:
        if entry.rule is not None:
            if entry.rule.id in found:
                raise EntryError(f"two entries have the id '{entry.rule.id}'", "give each check an id of its own")
            found[entry.rule.id] = entry.rule
    return found


def _containers(entries: Iterable[Entry], names: Names) -> Iterator[str]:
    """The modules and classes that stand before the last dot of any known name."""
    for entry in entries:
        if entry.pattern.receiver is None:
            for name in entry.pattern.names:
                parent = name.rpartition(".")[0]
                while parent:
                    yield names.spellings(parent)[0]
                    parent = parent.rpartition(".")[0]
    yield from names.classes
