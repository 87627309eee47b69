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
    TRENDS = "trends"
    WAIVERS = "waivers"
    DECISIONS = "decisions"
    RUNS = "runs"

    @property
    def path(self) -> str:
        """Where its page lies in the site."""
        return "index.html" if self is Section.OVERVIEW else f"{self.value}.html"

    @property
    def title(self) -> str:
        """What it is called."""
        return "Golden cases" if self is Section.GOLDEN else self.value.capitalize()


STYLE = "site.css"
SCRIPT = "site.js"
INDEX = "search.js"
EVIDENCE = "evidence"


def item_path(section: Section, id: str) -> str:
    """Where the page of one item lies: ``cards/BANK-OPEN.html``."""
    return f"{section.value}/{plain(id)}.html"


def plain(id: str) -> str:
    """A name that is safe in every file system and in every address, another for each id, whatever stands in it."""
    name = _UNSAFE.sub("_", id)[:_LONGEST].strip(".")
    if name == id and name.lower() == id and name:
        return name
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return name if name == id and name == id.upper() else f"{name or 'x'}-{digest}"


def upwards(path: str) -> str:
    """What leads from a page to the folder of the site: nothing, or ``../`` as often as needed."""
    return "../" * path.count("/")
