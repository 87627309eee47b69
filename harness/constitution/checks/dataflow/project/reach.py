"""How much of a project a file leads to by its imports: what leads to very much of it is looked at less closely."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

LARGEST_REACH = 1_000_000
"""Bytes of files that a file may lead to, itself included; functions of one that leads to more are told nothing."""
_PACKAGE = frozenset({"__init__", "index"})


class Imports:
    """Which of some files the words of an import may mean: those of that name, in a folder of a name that stands there too,
    or around the file that imports. It may name a file too many, and none too few but by names that are put together."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_stem: dict[str, list[tuple[str, str, str]]] = {}
        for path in paths:
            *folders, stem = module_names(path)
            folder = folders[-1] if folders else ""
            self._by_stem.setdefault(stem, []).append((path, folder, "".join(f"{one}/" for one in folders)))

    def meant(self, path: str, words: Collection[str]) -> Iterator[str]:
        """The files that a file with these words in its imports may lead to at once."""
        for word in words:
            for other, folder, around in self._by_stem.get(word, ()):
                if folder in words or path.startswith(around):
                    yield other


def module_names(path: str) -> list[str]:
    """The folders of a file and its name, as imports write them."""
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    return folders if stem in _PACKAGE and folders else [*folders, stem]


def wide(sizes: Mapping[str, int], words: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The files that lead to more than ``LARGEST_REACH`` bytes; ``words`` are those of each file's imports."""
    if sum(sizes.values()) <= LARGEST_REACH:
        return frozenset()
    imports = Imports(sizes)
    paths = list(sizes)
    number = {path: at for at, path in enumerate(paths)}
    leads = [[number[other] for other in dict.fromkeys(imports.meant(path, words.get(path, ())))] for path in paths]
    found: set[str] = set()
    for members, reached in _components(leads):
        if sum(sizes[paths[at]] for at in _bits(reached)) > LARGEST_REACH:
            found.update(paths[at] for at in members)
    return frozenset(found)


def _components(leads: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], int]]:
    """Nodes that lead to each other, with everything that they reach, as bits (Tarjan's algorithm, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    reached: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for start in range(len(leads)):
        if start in index:
            continue
        way = [(start, iter(leads[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while way:
            node, rest = way[-1]
            following = next(rest, None)
            if following is None:
                way.pop()
                if way:
                    low[way[-1][0]] = min(low[way[-1][0]], low[node])
                if low[node] == index[node]:
                    members = stack[stack.index(node) :]
                    del stack[len(stack) - len(members) :]
                    on_stack.difference_update(members)
                    bits = 0
                    for member in members:
                        bits |= 1 << member
                        for other in leads[member]:
                            bits |= reached.get(other, 0)
                    reached.update(dict.fromkeys(members, bits))
                    yield members, bits
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                way.append((following, iter(leads[following])))
            elif following in on_stack:
                low[node] = min(low[node], index[following])


def _bits(bits: int) -> Iterator[int]:
    at = 0
    while bits:
        step = (bits & -bits).bit_length()
        at += step
        yield at - 1
        bits >>= step
