"""Clauses of scenarios to lines of the phrasebook, where they are concrete; what is left of one says that it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from harness.phrasebook.book import read_action, read_expectation
from harness.phrasebook.phrase import PhraseError


def words_in(text: str) -> list[str]:
    """The words of a text, which are parted by spaces."""
    return text.split()


@dataclass(frozen=True)
class Lines:
    """The lines that a clause makes; ``whole`` says that they say all of it."""

    lines: tuple[str, ...] = ()
    whole: bool = False


_QUOTED = r"[\"“](?P<{0}>[^\"“”`\n]{{1,200}})[\"”]"
_CODE = re.compile(r"`([^`\n]{1,300})`")
_REQUEST = re.compile(
    r"`?\b(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(?P<path>/[^\s`\"'<>,;)]*)`?"
    r"(?:\s+with\s+(?:the\s+)?(?:JSON\s+)?(?:body\s+|payload\s+)?`(?P<json>\{[^`\n]*\})`)?"
)
_PAGE = re.compile(
    r"\b(?:opens?|visits?|goes to|navigates? to|loads?)\s+(?:the\s+)?(?:page\s+)?`(?P<path>/[^`\s]*)`", re.IGNORECASE
)
_CLICK = re.compile(
    rf"\b(?:clicks?|presses|press|taps?)\s+(?:on\s+)?(?:the\s+)?(?:(?P<role>button|link|tab)\s+)?{_QUOTED.format('name')}"
    r"(?:\s+(?P<after>button|link|tab))?",
    re.IGNORECASE,
)
_TYPE = re.compile(
    rf"\b(?:types?|enters?|fills? in)\s+{_QUOTED.format('text')}\s+(?:in|into)\s+(?:the\s+)?(?:field\s+)?"
    rf"{_QUOTED.format('label')}(?:\s+field)?",
    re.IGNORECASE,
)
_EXIT = re.compile(
    r"\bexit(?:s|ed)?\s+(?:with\s+)?(?:(?:the\s+)?(?:code|status)\s+)?(?:is\s+|of\s+|=\s*)?`?(?P<code>\d{1,3})\b`?",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\b(?:(?:HTTP|status)(?:\s+(?:code|status))*(?:\s+is|\s+of)?|returns?|responds?\s+with|answers?\s+with|response\s+is)\s+"
    r"(?:a\s+|an\s+)?(?:HTTP\s+)?(?:status\s+)?(?:code\s+)?`?(?P<code>[1-5]\d\d)\b`?"
    r"(?:\s+(?:OK|Created|No Content|Accepted|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Gone"
    r"|Unprocessable (?:Entity|Content)|Too Many Requests)\b)?",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\b(?:sees?|shows?|shown|displays?|displayed|prints?|printed|outputs?|says?|reads?|told|message|error|contains?)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not|never|no|none|nor|neither|without|or|either|instead|before|until|hides?|hidden|removed?|disappears?)\b|n't\b",
    re.IGNORECASE,
)
"""With one of these in a clause nobody can tell by words alone what it says of its concrete parts."""
_TEXT = re.compile(_QUOTED.format("text"))
_FILE = re.compile(
    rf"\b(?:the\s+|a\s+)?file\s+`(?P<path>[^`\n]+)`\s+(?:(?P<contains>contains)\s+{_QUOTED.format('text')}"
    r"|(?P<not>does not exist|is not created)|(?:exists|is created|is written))",
    re.IGNORECASE,
)
_SUCCEEDS = re.compile(r"\b(?:it|the (?:command|request|call))\s+(?:succeeds|is successful)\b", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:it|this|the (?:\w+ )?\w+)\s+is\s+(?:refused|rejected|denied)\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:still|unchanged|remains?|as before)\b", re.IGNORECASE)
_AND = re.compile(r",\s+and\s+|;\s+|\s+and\s+")
_APART = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`")
# What a clause may say around a concrete part without saying anything more.
_SAYS_NOTHING = frozenset(
    words_in(
        "contains contain including includes shall must should will "
        "a an the i we they he she it user users customer someone anyone "
        "client caller operator developer system app application program product tool cli api server service "
        "command request response endpoint and then with to of in on at for run runs running ran execute "
        "executes executed invoke invokes invoked call calls called type types typed enter enters entered "
        "issue issues issued send sends sent make makes made submit submits open opens visit visits go goes "
        "click clicks press presses see sees seen show shows shown display displays displayed print prints "
        "printed output outputs say says return returns returned respond responds answer answers message text "
        "line error is are was be code status exit exits that this following page body payload json field "
        "button link tab http stdout stderr their his her"
    )
)
_OPEN = re.compile(r"<|…|\.\.\.|\{\w+\}|\[\w+\]")
"""What somebody still has to say in a command."""
_WORD = re.compile(r"[^\W_]+")


def action_lines(clause: str, commands: Collection[str]) -> Lines:
    """The actions that a clause names: the product's commands and requests that can be typed, pages, clicks and texts."""

    def command(found: re.Match[str]) -> str:
        return f"Run {_code(found[1])}" if _is_command(found[1], commands) else ""

    finders: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (_REQUEST, _request),
        (_PAGE, lambda found: f"Open `{found['path']}`"),
        (_TYPE, lambda found: f'Type "{found["text"]}" into "{found["label"]}"'),
        (_CLICK, _click),
        (_CODE, command),
    ]
    return _lines(clause, finders, _is_action)


def expectation_lines(clause: str) -> Lines:
    """What a clause says that is seen, in so many words: codes, quoted text, files."""
    seen = bool(_SEEN.search(clause))
    finders: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (_FILE, _file),
        (_EXIT, lambda found: f"The exit code is {int(found['code'])}"),
        (_STATUS, lambda found: f"The status is {found['code']}"),
        (_SUCCEEDS, lambda found: "It succeeds"),
        (_REFUSED, lambda found: "It is refused"),
        (_TEXT, lambda found: f'You see "{found[1]}"' if seen else ""),
        (_CODE, lambda found: f"You see {_code(found[1])}" if seen else ""),
    ]
    return _lines(clause, finders, _is_expectation)


def parts_of(clause: str) -> list[str]:
    """What *and* joins, but for what stands in quotes or code."""
    masked = _APART.sub(lambda found: "\0" * len(found[0]), clause)
    ends = [found.span() for found in _AND.finditer(masked)]
    starts = [0, *(end for _, end in ends)]
    parts = [clause[start:end].strip(" ,") for start, end in zip(starts, [*(at for at, _ in ends), None], strict=True)]
    return [part for part in parts if part] or [clause]


def unchanged_line(clause: str, commands: Collection[str]) -> str:
    """``Nothing changed: …`` where a clause says of a command that it still shows a text; empty where it does not."""
    command, rest = command_in(clause, commands)
    shown = _TEXT.search(rest)
    if not (command and shown and _STILL.search(rest)):
        return ""
    line = f'Nothing changed: `{command}` still shows "{shown[1]}"'
    left = _STILL.sub(" ", rest.replace(shown[0], " "))
    return f"{line}." if _is_expectation(line) and not any(_left(left)) else ""


def command_in(clause: str, commands: Collection[str]) -> tuple[str, str]:
    """A command of the product that a clause looks at something with, and the clause without it."""
    for found in _CODE.finditer(clause):
        if _is_command(found[1], commands):
            return found[1].strip(), clause[: found.start()] + clause[found.end() :]
    return "", clause


def _lines(
    clause: str, finders: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]], holds: Callable[[str], bool]
) -> Lines:
    """The lines of all that is found, in the order in which the clause names it."""
    said = _STATUS.sub("", _TEXT.sub("", _CODE.sub("", clause)))
    if _UNSURE.search(said) and not _FILE.fullmatch(clause.strip(" .")):
        return Lines()
    found: list[tuple[int, str]] = []
    rest = clause
    for pattern, write in finders:
        for match in pattern.finditer(rest):
            line = write(match)
            if line.isprintable() and line and holds(line):
                found.append((match.start(), line))
                rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    lines = tuple(dict.fromkeys(line for _, line in sorted(found)))
    return Lines(lines, bool(lines) and not any(_left(rest)))


def _left(rest: str) -> Iterator[str]:
    """What a clause says besides; single letters of code that was taken out count for nothing."""
    yield from (word for word in _WORD.findall(rest) if word.lower() not in _SAYS_NOTHING)


def _is_command(code: str, commands: Collection[str]) -> bool:
    first = code.strip().split(" ")[0]
    return first in commands and not _OPEN.search(code)


def _request(found: re.Match[str]) -> str:
    if re.search(r"[{}:<]", found["path"]):
        return ""
    with_json = f" with JSON `{found['json']}`" if found["json"] else ""
    return f"Send `{found['method']} {found['path'].rstrip('.')}`{with_json}"


def _click(found: re.Match[str]) -> str:
    role = (found["role"] or found["after"] or "").lower()
    return f'Click the {role} "{found["name"]}"' if role else f'Click "{found["name"]}"'


def _file(found: re.Match[str]) -> str:
    if found["contains"]:
        return f'The file `{found["path"]}` contains "{found["text"]}"'
    return f"The file `{found['path']}` {'does not exist' if found['not'] else 'exists'}"


def _code(text: str) -> str:
    return f"`{text.strip()}`"


def _is_action(line: str) -> bool:
    try:
        return read_action(line) is not None
    except PhraseError:
        return False


def _is_expectation(line: str) -> bool:
    try:
        return read_expectation(line) is not None
    except PhraseError:
        return False
