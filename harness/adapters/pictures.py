"""Compares screenshots as an eye would; which pictures those are, and how much may differ, is told elsewhere.

The colour metric is that of Kotsarenko and Ramos, "Measuring perceived color difference using YIQ NTSC transmission color
space in mobile applications" (2010); what is only smoothed otherwise is found as Vyšniauskas, "Anti-aliased Pixel and
Intensity Slope Detector" (2009) does. Both are what ``pixelmatch`` made common; its port to Python takes seconds a picture.
"""

from __future__ import annotations

import importlib.util
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from harness.errors import MachineError, RecordError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[Any]

MOST_POINTS = 40_000_000
"""Points of a picture that is compared: a page of 1280 columns may be 31,000 rows long."""

LEAST_SEEN = 0.03
"""The least difference of two colours that is seen, as a share of the greatest: of two greys it is 8 steps of 255."""

_GREATEST = 35215.0  # the metric's own value for black and white
_ROWS = 256
_MARGIN = 2  # a point is judged by its neighbours, and they by theirs
_AROUND = tuple((down, right) for down, right in product((0, 1, 2), repeat=2) if (down, right) != (1, 1))
_KINDS = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
_PNG = b"\x89PNG\r\n\x1a\n"
_NEEDED = ("PIL", "numpy")


def require() -> None:
    """Raise MachineError unless what compares pictures is installed."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise MachineError("comparing pictures needs Pillow and NumPy", "pip install 'spec-harness[pictures]'")


def differing(golden: bytes, received: bytes) -> float:
    """The share of points, from 0 to 1, that look different; 1 where the sizes differ. Both are PNG.

    Raises:
        MachineError: if the packages that it takes are missing.
        RecordError: if one of the two is no picture, or one that is too large.
    """
    require()
    return _share(_points(golden), _points(received))


def unequal(golden: bytes, received: bytes) -> float:
    """The share of points that differ at all, seen or not; 1 where the sizes differ. Raises as ``differing`` does."""
    require()
    before, after = _points(golden), _points(received)
    return float((before != after).any(axis=2).mean()) if before.shape == after.shape else 1.0


def shown(picture: bytes) -> float:
    """The share of points that would look different if nothing were left of a picture but its commonest colour.

    Raises as ``differing`` does.
    """
    import numpy as np

    require()
    points = _points(picture)
    colours, counts = np.unique(_packed(points[::3, ::3]), return_counts=True)
    most = int(colours[counts.argmax()])
    empty = np.broadcast_to(np.array([most >> 16, most >> 8 & 255, most & 255], np.uint8), points.shape)
    return _share(points, empty)


def marked(golden: bytes, received: bytes) -> bytes | None:
    """A PNG of what was received, pale: red where it looks different, yellow where edges were smoothed otherwise or nobody sees
    the difference; None where the sizes differ. Raises as ``differing`` does.
    """
    import numpy as np
    from PIL import Image

    require()
    before, after = _points(golden), _points(received)
    if before.shape != after.shape:
        return None
    pale = (255 - (255 - _brightness(after)) * 0.15).astype(np.uint8)
    drawn = np.repeat(pale[:, :, None], 3, axis=2)
    drawn[(before != after).any(axis=2)] = (250, 228, 160)
    for band in _bands(before, after):
        rows = drawn[band.first : band.last]
        rows[band.smoothed] = (245, 200, 60)
        rows[band.different] = (215, 25, 30)
    out = io.BytesIO()
    Image.fromarray(drawn).save(out, "PNG")
    return out.getvalue()


def _share(golden: Points, received: Points) -> float:
    if golden.shape != received.shape:
        return 1.0
    different = sum(int(band.different.sum()) for band in _bands(golden, received))
    return float(different / (golden.shape[0] * golden.shape[1]))


# --- what is compared ------------------------------------------------------------------------------------------------


def _points(data: bytes) -> Points:
    """The picture as rows of points in red, green and blue; what is transparent lies on white."""
    import numpy as np
    from PIL import Image

    _fits(data)
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            if image.mode not in _KINDS:
                raise RecordError(f"a picture with points of the kind {image.mode} cannot be compared")
            seen = image.convert("RGBA")
            white = Image.new("RGBA", seen.size, "white")
            return np.asarray(Image.alpha_composite(white, seen).convert("RGB"))
    except (OSError, ValueError, SyntaxError) as error:
        raise RecordError(f"a picture cannot be read: {error}") from error


def _fits(data: bytes) -> None:
    """Refuse what would fill the memory before any of it is unpacked (CWE-409)."""
    if not data.startswith(_PNG) or len(data) < 24:
        raise RecordError("a picture is no PNG")
    width, height = struct.unpack(">II", data[16:24])
    if width * height > MOST_POINTS:
        raise RecordError(f"a picture of {width:,} by {height:,} points is too large to compare")


@dataclass(frozen=True)
class _Band:
    """Some rows of two pictures: which points look different, and which are only smoothed otherwise."""

    first: int
    last: int
    different: Points
    smoothed: Points


def _bands(golden: Points, received: Points) -> Iterator[_Band]:
    """The bands in which anything differs at all; so large pictures take no more memory than small ones."""
    height = golden.shape[0]
    for first in range(0, height, _ROWS):
        last = min(first + _ROWS, height)
        if not (golden[first:last] == received[first:last]).all():
            yield _band(golden, received, first, last)


def _band(golden: Points, received: Points, first: int, last: int) -> _Band:
    above, below = max(first - _MARGIN, 0), min(last + _MARGIN, golden.shape[0])
    before, after = golden[above:below], received[above:below]
    own = slice(first - above, last - above)
    seen = _differs(before, after)
    same = _has_many_alike(before) & _has_many_alike(after)
    smoothed = seen & (_is_smoothed(before, same) | _is_smoothed(after, same))
    return _Band(first, last, (seen & ~smoothed)[own], smoothed[own])


# --- how it is compared ----------------------------------------------------------------------------------------------


def _differs(golden: Points, received: Points) -> Points:
    import numpy as np

    red, green, blue = np.moveaxis(golden.astype(np.float32) - received.astype(np.float32), 2, 0)
    brightness = 0.29889531 * red + 0.58662247 * green + 0.11448223 * blue
    orange = 0.59597799 * red - 0.27417610 * green - 0.32180189 * blue
    purple = 0.21147017 * red - 0.52261711 * green + 0.31114694 * blue
    apart = 0.5053 * brightness**2 + 0.299 * orange**2 + 0.1957 * purple**2
    return np.asarray(apart > _GREATEST * LEAST_SEEN**2)


def _brightness(points: Points) -> Points:
    import numpy as np

    return np.asarray(points @ np.array([0.29889531, 0.58662247, 0.11448223], np.float32))


def _packed(points: Points) -> Points:
    import numpy as np

    red, green, blue = np.moveaxis(points.astype(np.int32), 2, 0)
    return np.asarray(red << 16 | green << 8 | blue)


def _around(points: Points, beyond: float) -> Iterator[Points]:
    """Each of the eight neighbours of every point; beyond the edge lies ``beyond``."""
    import numpy as np

    height, width = points.shape
    padded = np.pad(points, 1, constant_values=beyond)
    for down, right in _AROUND:
        yield padded[down : down + height, right : right + width]


def _at_edge(points: Points) -> Points:
    """1 for points at an edge, 0 for others: an edge counts as one neighbour of the same colour."""
    import numpy as np

    counted = np.ones(points.shape[:2], np.int8)
    counted[1:-1, 1:-1] = 0
    return counted


def _has_many_alike(points: Points) -> Points:
    """Whether three neighbours or more have the point's own colour: then it lies in a plane, or in a straight line."""
    colours, alike = _packed(points), _at_edge(points)
    for other in _around(colours, -1):
        alike += other == colours
    return alike >= 3


def _is_smoothed(points: Points, same: Points) -> Points:
    """Whether a point is one between a darker and a brighter side, one of which is a plane in both pictures (``same``)."""
    import numpy as np

    own, alike = _brightness(points), _at_edge(points)
    darkest, brightest = np.zeros_like(own), np.zeros_like(own)
    dark_plane, bright_plane = np.zeros(own.shape, bool), np.zeros(own.shape, bool)
    for other, plane in zip(_around(own, np.nan), _around(same, False), strict=True):
        by = other - own  # beyond the edge it is no number, and neither darker nor brighter
        alike += by == 0
        darker, brighter = by < darkest, by > brightest
        np.copyto(darkest, by, where=darker)
        np.copyto(brightest, by, where=brighter)
        np.copyto(dark_plane, plane, where=darker)
        np.copyto(bright_plane, plane, where=brighter)
    return np.asarray((alike <= 2) & (darkest < 0) & (brightest > 0) & (dark_plane | bright_plane))
