"""Pictures compared as an eye would from afar: fonts differ between machines, layouts should not."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

WIDTH = 160
TOLERATED = 7.0
"""Mean difference of brightness, of 255, after both were shrunk and blurred."""


def small(png: bytes) -> Image.Image:
    """The picture as it is stored: 160 pixels wide, in shades of grey."""
    image = Image.open(io.BytesIO(png)).convert("L")
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two stored pictures are apart: 0 for the same, 255 for black and white."""
    if one.size != other.size:
        return 255.0
    blurred = [image.filter(ImageFilter.GaussianBlur(2)) for image in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*blurred)).mean[0])


def assert_looks_like(png: bytes, stored: Path, accept: bool) -> None:
    """Fail, with the picture kept beside the stored one, where they differ too much; ``accept`` stores it instead."""
    seen = small(png)
    if accept:
        seen.save(stored, optimize=True)
        return
    apart = difference(seen, Image.open(stored))
    if apart > TOLERATED:
        seen.save(stored.with_suffix(".received.png"))
    assert apart <= TOLERATED, f"{stored.name}: {apart:.1f} apart; accept with --snapshot-update"
