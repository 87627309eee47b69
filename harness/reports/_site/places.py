"""Which pages a site has, and where each of them lies; what stands on them is told page by page."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


class Section(StrEnum):
    """The parts of a site, in the order in which they are offered; each has one page, and some a page for each item too."""

    OVERVIEW = "overview"
    REQUIREMENTS = "requirements"
    PRINCIPLES = "principles"
    CARDS = "cards"
    GOLDEN = "golden"
    TESTS = "tests"
    TRENDS = "trends"
    WAIVERS = "waivers"
    DECISIONS = "decisions"
    RUNS = "runs"

    @property
    def path(self) -> str:
        """Where its page lies in the site."""
        return "index.html" if self is Section.OVERVIEW else f"{self.value}.html"

    @property
    def heading(self) -> str:
        """What it is called."""
        return "Golden cases" if self is Section.GOLDEN else self.value.capitalize()


STYLE = "site.css"
SCRIPT = "site.js"
INDEX = "search.js"
EVIDENCE = "evidence"


def item_path(section: Section, id: str) -> str:
    """Where the page of one item lies: ``cards/BANK-OPEN.html``."""
    usual = id.lower() if section is Section.REQUIREMENTS else id.upper()
    return f"{section.value}/{id if _is_plain(id) and id == usual else _with_digest(id)}.html"


def anchor(kind: str, id: str) -> str:
    """What an address calls a place within a page by: ``run-20261122T…``."""
    return f"{kind}-{id if _is_plain(id) else _with_digest(id)}"


def upwards(path: str) -> str:
    """What leads from a page to the folder of the site: nothing, or ``../`` as often as needed."""
    return "../" * path.count("/")


def _is_plain(id: str) -> bool:
    """Whether an id may be a name as it is, in every file system and every address."""
    return bool(id) and len(id) <= _LONGEST and not _UNSAFE.search(id) and id.strip(".") == id


def _with_digest(id: str) -> str:
    """A name of plain letters, another for each id: two that differ in case alone are one name for some file systems."""
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{_UNSAFE.sub('_', id)[:_LONGEST].strip('.')}-{digest}"
