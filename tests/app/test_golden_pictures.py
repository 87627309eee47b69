"""Screenshots of golden cases: within the share that may differ, and whatever keeps that from being told is never a pass."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from harness.adapters import golden_files
from harness.app.golden_judging import told
from harness.app.golden_pictures import Looks, among, beside
from harness.app.golden_run import Shown
from harness.domain.golden import Capture, CaseOutcome, DifferenceClass, GoldenCase, Snapshot
from harness.errors import RecordError
from harness.golden.comparing import differences
from harness.golden.judging import judged
from harness.golden.noise import change
from harness.golden.stability import stability
from harness.readers import read_golden
from tests.support.golden_pages import capture, digest

DOCUMENT = """---
id: SHOP-PAGE
verifies: [FR-001]
surface: browser
screenshot: {share}
---
# Look at the shop

## Steps
1. Open `/`.
"""


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def page(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (200, 100)) -> bytes:
    """White with a black heading of 4 % and more boxes."""
    image = Image.new("RGB", size, "white")
    for box in ((10, 10, 49, 29), *boxes):
        ImageDraw.Draw(image).rectangle(box, fill="black")
    return png(image)


PAGE = page()
SPOT = page((100, 50, 104, 53))  # 20 of 20,000 points: 0.1 %
BOX = page((100, 50, 139, 89))  # 8 %


def a_case(share: str) -> GoldenCase:
    return read_golden(DOCUMENT.format(share=share), "golden/page.md")


def captured(shot: bytes, text: str = "Shop\n") -> tuple[Capture, ...]:
    return (capture(1, ("page", text), did="Open `/`.", shot=shot),)


def looks(share: float, *shots: bytes) -> Looks:
    find = among({digest(shot): shot for shot in shots})
    return Looks(share, find, find)


def outcome(
    share: str, golden: bytes, received: bytes, text: str = "Shop\n", find: Callable[[str], bytes] | None = None
) -> tuple[CaseOutcome, str, str]:
    case = a_case(share)
    snapshot = Snapshot(case=case.id, case_sha256=case.card.sha256, captures=captured(golden))
    taken = among({digest(golden): golden, digest(received): received})
    compared = Looks(case.screenshot or 0.0, find or taken, taken)
    found = judged(case, snapshot, captured(received, text), compared)
    doubt = compared.doubt(found.outcome, snapshot.captures)
    return (doubt.outcome, doubt.reason, doubt.hint) if doubt else (found.outcome, found.reason, found.hint)


@pytest.mark.parametrize(
    ("share", "received", "expected"),
    [
        ("0", PAGE, CaseOutcome.SAME),
        ("0", SPOT, CaseOutcome.CHANGED),
        ("0.0009", SPOT, CaseOutcome.CHANGED),
        ("0.001", SPOT, CaseOutcome.SAME),
        ("0.01", BOX, CaseOutcome.CHANGED),
        ("0.01", page(size=(200, 101)), CaseOutcome.CHANGED),
    ],
)
def test_a_case_is_the_same_as_long_as_no_larger_share_of_points_differs(
    share: str, received: bytes, expected: CaseOutcome
) -> None:
    assert outcome(share, PAGE, received)[0] is expected


def test_with_a_share_of_0_no_point_may_differ_even_if_nobody_sees_it() -> None:
    paler = png(Image.open(io.BytesIO(PAGE)).point(lambda value: max(value, 3)))
    assert outcome("0.0001", PAGE, paler)[0] is CaseOutcome.SAME
    assert outcome("0", PAGE, paler)[0] is CaseOutcome.CHANGED


@pytest.mark.parametrize("share", ["0.04", "0.09", "0.99"])
def test_a_share_under_which_all_that_is_shown_could_be_lost_is_no_pass(share: str) -> None:
    found, reason, hint = outcome(share, PAGE, PAGE)
    assert found is CaseOutcome.VACUOUS
    assert "all that the screenshot shows takes 4.00% of it" in reason
    assert "smaller share" in hint


def test_an_empty_page_may_stay_empty() -> None:
    empty = png(Image.new("RGB", (200, 100), "white"))
    assert outcome("0.01", empty, empty)[0] is CaseOutcome.SAME
    assert outcome("0.01", empty, PAGE)[0] is CaseOutcome.CHANGED


def test_a_difference_elsewhere_is_told_before_a_share_that_is_too_large() -> None:
    assert outcome("0.9", PAGE, PAGE, text="Another\n")[0] is CaseOutcome.CHANGED


@pytest.mark.parametrize("received", [PAGE, SPOT])
def test_without_the_packages_a_case_is_undecided_and_says_what_to_install(
    received: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name, package=None: None)
    found, reason, hint = outcome("0.001", PAGE, received)
    assert found is CaseOutcome.UNDECIDED
    assert reason == "comparing pictures needs Pillow and NumPy"
    assert hint == "pip install 'spec-harness[pictures]'"
    assert outcome("0.001", PAGE, received, text="Another\n")[0] is CaseOutcome.CHANGED


def test_a_picture_that_cannot_be_read_leaves_the_case_undecided() -> None:
    bomb = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x02\x00\x00\x00"
    found, reason, _ = outcome("0.001", PAGE, bomb)
    assert (found, reason) == (CaseOutcome.UNDECIDED, "a picture of 65,536 by 65,536 points is too large to compare")
    assert outcome("0.001", bomb, bomb)[0] is CaseOutcome.UNDECIDED


# --- beside the snapshot ---------------------------------------------------------------------------------------------


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    golden_files.put_picture(tmp_path, "SHOP-PAGE", digest(PAGE), PAGE)
    return tmp_path


def test_a_picture_is_kept_beside_the_snapshots_under_its_digest(golden: Path) -> None:
    assert golden_files.picture(golden, "SHOP-PAGE", digest(PAGE)) == PAGE
    assert outcome("0.001", PAGE, SPOT, find=beside(golden, "SHOP-PAGE"))[0] is CaseOutcome.SAME


@pytest.mark.parametrize("spoilt", [None, b"", SPOT, PAGE + b"x"], ids=["missing", "empty", "another", "longer"])
@pytest.mark.parametrize("received", [PAGE, SPOT], ids=["same", "other"])
def test_a_picture_that_is_missing_or_another_one_breaks_the_snapshot_and_is_named(
    spoilt: bytes | None, received: bytes, golden: Path
) -> None:
    path = golden_files.picture_path(golden, "SHOP-PAGE", digest(PAGE))
    path.unlink() if spoilt is None else path.write_bytes(spoilt)
    found, reason, hint = outcome("0.5", PAGE, received, find=beside(golden, "SHOP-PAGE"))
    assert found is CaseOutcome.BROKEN
    assert str(path) in reason
    assert "take it back from git" in hint


@pytest.mark.parametrize("name", ["sha256:../../../etc/passwd", "md5:x", "", "sha256:" + "A" * 64])
def test_a_snapshot_cannot_name_a_file_elsewhere(name: str, golden: Path) -> None:
    with pytest.raises(golden_files.BrokenPicture, match="names no picture"):
        golden_files.picture(golden, "SHOP-PAGE", name)


def test_a_link_out_of_the_project_is_not_followed(golden: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_bytes(SPOT)
    path = golden_files.picture_path(golden, "SHOP-PAGE", digest(SPOT))
    path.symlink_to(outside)
    with pytest.raises(golden_files.BrokenPicture, match="is not there"):
        golden_files.picture(golden, "SHOP-PAGE", digest(SPOT))


def test_pictures_of_goldens_that_were_replaced_are_taken_away(golden: Path) -> None:
    golden_files.put_picture(golden, "SHOP-PAGE", digest(SPOT), SPOT)
    golden_files.put_picture(golden, "OTHER", digest(PAGE), PAGE)
    golden_files.keep_pictures(golden, "SHOP-PAGE", [digest(SPOT)])
    assert sorted(path.stem for path in (golden / "pictures" / "SHOP-PAGE").iterdir()) == [digest(SPOT)[7:]]
    golden_files.keep_pictures(golden, "SHOP-PAGE", [])
    assert [path.name for path in (golden / "pictures").iterdir()] == ["OTHER"]
    golden_files.keep_pictures(golden, "NEVER", [])


# --- stability, comparison of revisions, review ----------------------------------------------------------------------


def test_three_runs_within_the_share_are_stable() -> None:
    runs = [captured(shot) for shot in (PAGE, SPOT, PAGE)]
    assert stability(runs, pictures=looks(0.001, PAGE, SPOT)).unstable == ()


@pytest.mark.parametrize(("other", "unstable"), [(SPOT, ()), (BOX, ("Steps 1 / screenshot",))])
def test_a_case_without_a_golden_waits_with_what_wavers_beyond_the_share(
    other: bytes, unstable: tuple[str, ...]
) -> None:
    shown = [Shown(captured(shot), {digest(shot): shot}) for shot in (PAGE, other, PAGE)]
    found = told(a_case("0.001"), None, shown, among({}))
    assert found.judged.outcome is CaseOutcome.UNRECORDED
    assert found.received is not None
    assert found.received.unstable == unstable


def test_runs_beyond_the_share_are_unstable_and_nothing_masks_a_picture() -> None:
    found = stability([captured(shot) for shot in (PAGE, BOX, PAGE)], pictures=looks(0.001, PAGE, BOX))
    assert found.unstable == ("Steps 1 / screenshot",)
    assert found.proposed == ()


def test_revisions_are_compared_by_the_same_share() -> None:
    base, shots = [captured(PAGE), captured(SPOT)], (PAGE, SPOT, BOX)
    assert change(base, [captured(SPOT)], pictures=looks(0.001, *shots)).outcome is CaseOutcome.SAME
    changed = change(base, [captured(BOX)], pictures=looks(0.001, *shots))
    assert changed.outcome is CaseOutcome.CHANGED
    assert [(one.leaf, one.kind) for one in changed.differences] == [("screenshot", DifferenceClass.VALUE)]


def test_in_a_review_what_cannot_be_compared_is_for_a_person_to_look_at() -> None:
    def gone(name: str) -> bytes:
        raise RecordError("gone")

    compared = Looks(0.5, gone, gone, in_doubt=False)
    assert [one.leaf for one in differences(captured(PAGE), captured(SPOT), pictures=compared)] == ["screenshot"]


def test_pictures_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr("harness.adapters.pictures.differing", lambda before, after: asked.append(after) or 0.0)
    compared = looks(0.5, PAGE, SPOT)
    assert all(compared(digest(PAGE), digest(SPOT)) for _ in range(5))
    assert asked == [SPOT]


def test_a_picture_that_was_not_kept_is_named() -> None:
    compared = looks(0.0, PAGE)
    assert compared(digest(PAGE), digest(SPOT))
    assert compared.trouble is not None
    assert digest(SPOT) in compared.trouble.what
