"""Pictures as an eye compares them: what is smoothed otherwise is the same, what changed is not; bombs are refused."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from harness.adapters import pictures
from harness.errors import MachineError, RecordError

SIZE = (640, 360)
FINE = 4
"""Pages are drawn so many times as large and shrunk: the edges of all letters are smoothed, as a browser does it."""


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def page(
    words: str = "Balance of alice: 70.00 EUR",
    ink: str = "#1e2126",
    paper: str = "#ffffff",
    button: bool = True,
    moved: int = 0,
) -> bytes:
    """A page with a heading and a button; ``moved`` is in quarters of a point, to the right."""
    large = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), paper)
    pen = ImageDraw.Draw(large)
    pen.text((80 + moved, 80), words, fill=ink, font=ImageFont.load_default(24 * FINE))
    for row in range(4):
        line = f"line {row} of what a page tells"
        pen.text((80 + moved, 300 + row * 120), line, fill=ink, font=ImageFont.load_default(14 * FINE))
    if button:
        pen.rectangle((80, 1000, 480, 1120), fill="#1f56a3")
        pen.text((110, 1020), "Send", fill="white", font=ImageFont.load_default(16 * FINE))
    return png(large.resize(SIZE, Image.Resampling.BOX))


PAGE = page()


def test_the_same_picture_differs_nowhere() -> None:
    assert pictures.differing(PAGE, PAGE) == 0


def test_the_same_points_in_another_file_differ_nowhere() -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(PAGE)).save(out, "PNG", compress_level=0)
    assert out.getvalue() != PAGE
    assert pictures.differing(PAGE, out.getvalue()) == 0


def shape(moved: int) -> bytes:
    """A disc, its edge smoothed; ``moved`` is in quarters of a point."""
    large = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), "white")
    ImageDraw.Draw(large).ellipse((400 + moved, 200, 1600 + moved, 1200), fill="#1f56a3")
    return png(large.resize(SIZE, Image.Resampling.BOX))


def at_all(one: bytes, other: bytes) -> float:
    """The share of points that differ at all."""
    both = [Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other)]
    different = ImageChops.difference(*both).convert("L").point(lambda by: 255 if by else 0)
    return different.histogram()[255] / (SIZE[0] * SIZE[1])


def test_an_edge_that_is_only_smoothed_otherwise_is_the_same() -> None:
    assert at_all(shape(0), shape(1)) > 0.002
    assert pictures.differing(shape(0), shape(1)) < 0.0002


def test_of_letters_that_are_only_smoothed_otherwise_most_points_are_left_aside() -> None:
    moved = page(moved=1)
    assert pictures.differing(PAGE, moved) < at_all(PAGE, moved) / 2


@pytest.mark.parametrize(
    ("changed", "least"),
    [
        ({"words": "Balance of alice: 71.00 EUR"}, 0.00003),
        ({"words": "Balance of carol: 70.00 EUR"}, 0.0005),
        ({"ink": "#1e2190"}, 0.005),
        ({"paper": "#f4f4f4"}, 0.8),
        ({"button": False}, 0.01),
        ({"moved": 8}, 0.005),
    ],
    ids=["one digit", "one word", "the colour of letters", "a slightly darker paper", "no button", "two points aside"],
)
def test_what_changed_is_seen_either_way(changed: dict[str, object], least: float) -> None:
    other = page(**changed)  # type: ignore[arg-type]
    assert pictures.differing(PAGE, other) > least
    assert pictures.differing(other, PAGE) > least


def test_one_single_point_is_seen_wherever_it_lies() -> None:
    plain = Image.new("RGB", (300, 600), "white")
    for at in [(0, 0), (299, 599), (150, 255), (150, 256), (0, 300)]:
        spotted = plain.copy()
        spotted.putpixel(at, (0, 0, 0))
        assert pictures.differing(png(plain), png(spotted)) == pytest.approx(1 / (300 * 600))


def test_a_line_of_one_point_is_seen() -> None:
    plain = Image.new("RGB", SIZE, "white")
    lined = plain.copy()
    ImageDraw.Draw(lined).line((0, 100, 639, 100), fill="#999999")
    assert pictures.differing(png(plain), png(lined)) == pytest.approx(640 / (640 * 360))


def test_another_size_is_another_picture() -> None:
    assert pictures.differing(png(Image.new("RGB", (10, 10))), png(Image.new("RGB", (10, 11)))) == 1


def test_what_is_transparent_lies_on_white() -> None:
    clear, white = Image.new("RGBA", (9, 9), (0, 0, 0, 0)), Image.new("RGB", (9, 9), "white")
    assert pictures.differing(png(clear), png(white)) == 0
    assert pictures.differing(png(clear), png(Image.new("RGB", (9, 9), "black"))) == 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA"])
def test_every_ordinary_kind_of_point_is_compared(mode: str) -> None:
    image = Image.open(io.BytesIO(PAGE)).convert(mode)
    assert pictures.differing(png(image), png(image.convert("RGB"))) == 0


def test_pictures_with_deeper_points_are_refused_rather_than_clipped() -> None:
    deep = png(Image.new("I;16", (9, 9), 40_000))
    with pytest.raises(RecordError, match="kind I;16 cannot be compared"):
        pictures.differing(deep, deep)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (bomb(60_000, 60_000), "60,000 by 60,000 points is too large"),
        (bomb(2**31 - 1, 2**31 - 1), "too large"),
        (bomb(100, 100), "cannot be read"),
        (bomb(0, 0), "cannot be read"),
        (PAGE[:200], "cannot be read"),
        (PAGE[:20], "no PNG"),
        (b"", "no PNG"),
        (b"<svg onload=alert(1)>", "no PNG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "cannot be read"),
    ],
    ids=["bomb", "largest", "no points", "no size", "cut", "head", "empty", "svg", "zeros"],
)
def test_what_is_no_picture_or_a_bomb_is_refused(data: bytes, told: str) -> None:
    for pair in [(data, PAGE), (PAGE, data)]:
        with pytest.raises(RecordError, match=told):
            pictures.differing(*pair)


def test_of_what_nobody_sees_it_can_still_be_told_that_it_differs() -> None:
    for other in (page(moved=1), page(paper="#fefefe")):
        assert pictures.unequal(PAGE, other) > pictures.differing(PAGE, other)
    assert pictures.unequal(PAGE, PAGE) == 0
    assert pictures.unequal(PAGE, png(Image.new("RGB", (9, 9)))) == 1


def test_how_much_a_picture_shows_is_what_would_be_missed() -> None:
    assert pictures.shown(png(Image.new("RGB", SIZE, "#204060"))) == 0
    assert 0.02 < pictures.shown(PAGE) < 0.2
    assert pictures.shown(page(paper="#102030", ink="white")) > 0.02


def test_the_difference_is_drawn_red_on_what_was_received() -> None:
    drawn = pictures.marked(PAGE, page(button=False))
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.size == SIZE
        assert image.convert("RGB").getpixel((25, 255)) == (215, 25, 30)
        assert image.convert("RGB").getpixel((600, 300)) == (255, 255, 255)


def test_of_two_sizes_no_difference_is_drawn() -> None:
    assert pictures.marked(PAGE, png(Image.new("RGB", (9, 9)))) is None


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str, package: str | None = None) -> None:
        return None

    monkeypatch.setattr("importlib.util.find_spec", absent)
    calls: list[Callable[[], object]] = [
        lambda: pictures.differing(PAGE, PAGE),
        lambda: pictures.shown(PAGE),
        lambda: pictures.unequal(PAGE, PAGE),
        lambda: pictures.marked(PAGE, PAGE),
    ]
    for call in calls:
        with pytest.raises(MachineError, match="needs Pillow and NumPy") as told:
            call()
        assert "spec-harness[pictures]" in told.value.hint


def test_it_takes_no_package_until_a_picture_is_compared() -> None:
    code = "import sys, harness.app.golden_check; print([name for name in ('PIL', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
