"""The place of a page where a terminal recording plays; without a script its last screen shows."""

from __future__ import annotations

from harness.domain.visible import visible
from harness.reports._html import words
from harness.reports._html.blocks import output
from harness.reports._html.markup import Markup, element, joined, lines, script_data
from harness.reports._html.page import Place
from harness.reports._html.recording import Recording, recording

_MOST = 5_000_000
"""Characters of frames in one page's recording; a longer one is only linked."""


def recordings(place: Place) -> Markup:
    """Every terminal recording of an attempt."""
    return joined(*(_recorded(place, name) for name in place.files() if name.endswith(".cast")))


def _recorded(place: Place, name: str) -> Markup:
    data = place.file(name) or b""
    made = recording(data)
    frames = _frames(made) if made and made.frames else Markup()
    if made is None or not frames or len(frames) > _MOST:
        note = element("p", "this recording cannot be played here: ", place.link(name, name), class_="note")
        return element("figure", note, output(place, _plain(data), name), class_="panel cast")
    head = element(
        "figcaption", element("span", "terminal recording", class_="did"), place.link(name, name), class_="what"
    )
    screen = element("pre", lines("\n".join(made.last)), class_="output screen", tabindex="0")
    data_island = element("script", frames, type="application/json")
    return element("figure", head, screen, _controls(made), data_island, class_="panel cast", data_cast=True)


def _controls(made: Recording) -> Markup:
    end = made.frames[-1].at
    play = element("button", "Play", type="button", class_="play")
    seek = element(
        "input", type="range", min="0", max=f"{end:.2f}", step="0.01", value=f"{end:.2f}", aria_label="moment"
    )
    clock = element("output", words.seconds(end), class_="clock")
    cut = element("span", "only its beginning", class_="note") if made.cut else None
    return element("div", play, seek, clock, cut, class_="controls", hidden=True)


def _frames(made: Recording) -> Markup:
    """The frames for the script, which puts them in as plain text; even so nothing in them can act."""
    frames = [
        [at, {row: [[visible(text), look] for text, look in runs] for row, runs in rows.items()}]
        for at, rows in made.frames
    ]
    return script_data({"rows": made.height, "frames": frames})


def _plain(data: bytes) -> str:
    return data.decode("utf-8", "replace")
