"""Which of two lists of globs reaches further, told by paths made from them; matching a path lies in ``globs``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from harness.constitution.globs import Globs

# Names that nobody writes into a glob by chance, so that only a wildcard can match them.
_NAME, _FOLDER, _LETTER = "qzj7", "vkx9", "q"
_MOST_FORMS = 64


def narrower(before: Sequence[str], after: Sequence[str]) -> str | None:
    """What ``after`` no longer reaches that ``before`` did: a glob of it, or a new exclusion; None if it reaches as far."""
    lost = [glob for glob in _excluded(after) if glob not in _excluded(before)]
    if lost:
        return f"!{lost[0]}"
    old, new = Globs(before), Globs(after)
    for glob in [glob for glob in before if not glob.startswith("!")] or ["**"]:
        if any(old.match(path) and not new.match(path) for path in witnesses(glob)):
            return glob
    return None


def touches(patterns: Sequence[str], asked: str) -> bool:
    """Whether a path, or a glob of paths, that is asked for may be one that the patterns mean.

    Both ways are tried, since either may be the wider one: ``src/**`` and ``**/*.py`` have files in common, too.
    """
    meant, wanted = Globs(patterns), Globs([asked])
    if any(meant.match(path) for path in witnesses(asked)):
        return True
    own = [glob for glob in patterns if not glob.startswith("!")]
    return any(
        wanted.match(path) and meant.match(path) for glob in own for path in (*witnesses(glob), *_joined(asked, glob))
    )


def witnesses(glob: str) -> Iterator[str]:
    """Paths that a glob means, made so that a narrower glob hardly means them all: at the top, and one or two folders down."""
    for form in islice(_forms(glob.removeprefix("./").strip("/")), _MOST_FORMS):
        tops = ["", f"{_FOLDER}/", f"{_FOLDER}/{_NAME}/"] if "/" not in form else [""]
        for depth in range(3):
            path = _filled(form, f"{_FOLDER}/" * depth)
            yield from (top + path for top in tops)
            if not re.search(r"[.*?\[]", form.rpartition("/")[2]):
                yield f"{path}/{_NAME}"


def is_glob(text: str) -> bool:
    """Whether a text is a glob, and not the path of one file."""
    return bool(re.search(r"[*?\[{]", text)) or text.endswith("/")


def _joined(first: str, second: str) -> Iterator[str]:
    """Paths with the folders of one glob and the name of the other."""
    for folder, name in ((first, second), (second, first)):
        above = folder.rpartition("/")[0] if re.search(r"[.*?\[]", folder.rpartition("/")[2]) else folder.strip("/")
        yield from witnesses(f"{above}/{name.rpartition('/')[2]}" if above else name.rpartition("/")[2])


def _excluded(globs: Sequence[str]) -> list[str]:
    return [glob[1:].removeprefix("./") for glob in globs if glob.startswith("!")]


def _forms(glob: str) -> Iterator[str]:
    """The glob with each way of choosing from its innermost braces."""
    found = re.search(r"\{([^{}]*)\}", glob)
    if not found:
        yield glob
        return
    for choice in found[1].split(","):
        yield from _forms(glob[: found.start()] + choice + glob[found.end() :])


def _filled(form: str, folders: str) -> str:
    """A form with names in the place of its wildcards, and ``folders`` in the place of ``**/``."""
    path = re.sub(r"\*\*/", folders.replace("\\", r"\\"), form)
    path = re.sub(r"\*\*", f"{folders}{_NAME}", path)
    path = re.sub(r"\*", _NAME, path).replace("?", _LETTER)
    return re.sub(r"\[([^\]]+)\]", lambda found: _LETTER if found[1][0] in "!^" else found[1][0], path)
