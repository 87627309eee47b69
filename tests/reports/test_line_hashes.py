"""GitHub's hashes of lines: what github/codeql-action expects (``src/fingerprints.test.ts``) comes out here too."""

from __future__ import annotations

import pytest

from harness.reports._line_hashes import line_hashes

GREETINGS = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
]
LOREM = [f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)]
LOREM += ["a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"]


def hashes(text: str) -> list[str]:
    return list(line_hashes(text.encode(), range(1, 1000)).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
            [
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1",
            ],
        ),
        (" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", GREETINGS),
        (" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", GREETINGS),
        (" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", GREETINGS),
        (" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", GREETINGS),
        ("Lorem ipsum dolor sit amet.\n" * 10, LOREM),
    ],
)
def test_the_published_hashes_come_out(text: str, expected: list[str]) -> None:
    assert hashes(text) == expected


def rolled(text: str) -> list[str]:
    """The algorithm as it is published: a window of a hundred characters that rolls over the file one by one."""
    units = text.encode("utf-16-le")
    stream = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    kept: list[tuple[int, bool]] = []
    after_return, line_start = False, True
    for unit in [*stream, 65535]:
        if unit in (32, 9) or (after_return and unit == 10):
            after_return = False
            continue
        after_return = unit == 13
        unit = 10 if unit == 13 else unit
        kept.append((unit, line_start))
        line_start = unit == 10
    window, value, seen, told = [0] * 100, 0, dict[str, int](), list[str]()
    starts = [False] * 100
    for at, (unit, begins) in enumerate([*kept, *[(0, False)] * 100]):
        if starts[at % 100]:
            name = f"{value:x}"
            seen[name] = seen.get(name, 0) + 1
            told.append(f"{name}:{seen[name]}")
        starts[at % 100] = begins
        value = (value * 37 + unit - 37**100 * window[at % 100]) % 2**64
        window[at % 100] = unit
    return told


@pytest.mark.parametrize(
    "text",
    [
        "\r \n\r\n \r\r\n",
        "   \n\t\n",
        "x\n   ",
        "𐐀送\ufeff\u2028é\n" * 3,
        "\0a\n\0a\n\uffffb\n",
        f"{'long ' * 300}\nshort\n" * 4,
        "same\n" * 250,
    ],
)
def test_whatever_a_file_holds_the_hashes_are_those_of_the_rolling_window(text: str) -> None:
    assert hashes(text) == rolled(text)


def test_only_the_lines_that_are_asked_for_are_told_and_later_copies_are_counted() -> None:
    text = b"same\n" * 300
    assert line_hashes(text, {3}) == {3: f"{hashes(text.decode())[2]}"}
    assert line_hashes(text, {3})[3].endswith(":3")
    assert line_hashes(text, {302}) == {}


def test_what_is_no_utf8_is_read_as_node_reads_it() -> None:
    assert line_hashes(b"a\xff\xfe\n", {1}) == line_hashes("a\ufffd\ufffd\n".encode(), {1})


def test_a_very_large_file_has_none() -> None:
    assert line_hashes(b"x" * (1024 * 1024 + 1), {1}) == {}
    assert line_hashes(b"x" * 1024 * 1024, {1})
