from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from harness.constitution.dependencies.versions import Unclear, exactly, maven, semantic, specifiers


@pytest.mark.parametrize(
    ("declared", "asked", "meets", "within"),
    [
        ("==1.2.3", ">=1.2,<2", True, True),
        (">=1.0", "<2.0", True, False),
        (">=2", "<2", False, False),
        ("~=1.4.2", "==1.5", False, False),
        ("~=1.4.2", "==1.4.9", True, False),
        ("~=1.4", "<1.9", True, False),
        ("==1.*", ">1.999", True, False),
        ("==1.*", ">=1,<2", True, True),
        ("", "==3", True, False),
        ("", "", True, True),
        (">1,<1.1", "==1.0.5", True, False),
        ("!=1.5", "==1.5", False, False),
        (">=1,!=1.5", ">=1.5,<=1.5", False, False),
        ("<1", ">=1", False, False),
        ("==2.0rc1", "<2.0", False, False),
        ("==2.0rc1", ">=2.0rc1", True, True),
        ("===1.0", "==1.0", True, True),
        ("==1!1.0", ">=2", True, True),
    ],
)
def test_sets_of_versions_meet_or_lie_within_each_other(declared, asked, meets, within):
    assert specifiers(declared).meets(specifiers(asked)) is meets
    assert specifiers(declared).lies_within(specifiers(asked)) is within


VERSIONS = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))
SETS = st.lists(st.tuples(st.sampled_from([">=", "<=", ">", "<", "==", "!="]), VERSIONS).map("".join), max_size=3)


@given(SETS, SETS, VERSIONS)
def test_a_version_that_is_in_both_sets_or_in_one_alone_is_never_overlooked(left, right, version):
    one, other = specifiers(",".join(left)), specifiers(",".join(right))
    inside, also = one.has(Version(version)), other.has(Version(version))
    if inside and also:
        assert one.meets(other)
    if inside and not also:
        assert not one.lies_within(other)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("^1.2.3", ["1.2.3", "1.9"], ["1.2.2", "2.0.0"]),
        ("^0.2.3", ["0.2.9"], ["0.3.0"]),
        ("^0.0.3", ["0.0.3"], ["0.0.4"]),
        ("^0", ["0.9"], ["1.0"]),
        ("^0.0", ["0.0.9"], ["0.1"]),
        ("~1.2.3", ["1.2.9"], ["1.3.0"]),
        ("~1", ["1.9"], ["2.0"]),
        ("1.x", ["1.0", "1.9"], ["2.0"]),
        ("1.2", ["1.2.7"], ["1.3"]),
        ("*", ["0", "99"], []),
        ("", ["0", "99"], []),
        (">1.2", ["1.3"], ["1.2.9"]),
        ("<=1.2", ["1.2.9"], ["1.3"]),
        (">= 1.2 < 2", ["1.2", "1.9"], ["2.0"]),
        ("1.2.3 - 2.0.0", ["1.2.3", "2.0.0"], ["2.0.1"]),
        ("1.2.3 || ^2", ["1.2.3", "2.5"], ["1.2.4", "3.0"]),
        ("v1.2.3+build", ["1.2.3"], ["1.2.4"]),
        ("1.2.3-beta.1", ["1.2.3b1"], ["1.2.3"]),
    ],
)
def test_ranges_of_npm_are_understood(text, inside, outside):
    allowed = semantic(text)
    assert all(allowed.has(Version(version)) for version in inside)
    assert not any(allowed.has(Version(version)) for version in outside)


def test_a_bare_version_of_cargo_allows_what_is_compatible():
    assert semantic("1.2.3", bare="^").has(Version("1.9"))
    assert not semantic("=1.2.3", bare="^").has(Version("1.9"))
    assert not semantic(">=1, <1.5", bare="^").has(Version("1.9"))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1.0", ["1.0"], ["1.1"]),
        ("[1.0,2.0)", ["1.0", "1.9"], ["2.0"]),
        ("(1.0,2.0]", ["2.0"], ["1.0"]),
        ("(,1.0]", ["0.1", "1.0"], ["1.1"]),
        ("[1.0,)", ["9"], ["0.9"]),
        ("[1.0]", ["1.0"], ["1.1"]),
        ("(,1],[2,)", ["1", "2"], ["1.5"]),
        ("31.1-jre", ["31.1"], ["31"]),
        ("5.0.Final", ["5.0"], ["5.1"]),
    ],
)
def test_versions_of_maven_are_understood(text, inside, outside):
    allowed = maven(text)
    assert all(allowed.has(Version(version)) for version in inside)
    assert not any(allowed.has(Version(version)) for version in outside)


@pytest.mark.parametrize("text", ["latest", "1.2.3-canary.1", "git://x", "1 2 =", "^x.1.y", ">=1.0.0-nightly.x"])
def test_what_names_no_version_of_npm_is_unclear(text):
    with pytest.raises(Unclear):
        semantic(text)


@pytest.mark.parametrize(
    ("read", "text"), [(maven, "[x]"), (maven, "[]"), (maven, "1-SNAPSHOT"), (exactly, "1.x"), (specifiers, "2")]
)
def test_what_names_no_version_is_unclear(read, text):
    with pytest.raises(Unclear):
        read(text)


def test_arbitrary_equality_that_is_no_version_is_unclear():
    with pytest.raises(Unclear):
        specifiers("===one").meets(specifiers(">1"))
