from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from harness import plugins
from harness.errors import UsageError
from harness.plugins import Family


@pytest.fixture
def family(tmp_path, monkeypatch):
    """A family of three modules, one of them private."""
    package = tmp_path / "toys"
    package.mkdir()
    for name, text in {"__init__": "", "red_ball": "NAME = 'ball'", "car": "NAME = 'car'", "_shared": ""}.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    import toys

    yield Family(toys)
    for name in [name for name in sys.modules if name.split(".")[0] == "toys"]:
        del sys.modules[name]


def offer(monkeypatch, *points: EntryPoint) -> None:
    monkeypatch.setattr(plugins, "entry_points", lambda group: points if group == "toys" else ())


def test_members_are_named_with_dashes_and_without_importing_them(family):
    assert family.names() == ("car", "red-ball")
    assert "toys.car" not in sys.modules


def test_only_the_member_asked_for_is_imported(family):
    assert family.load("red-ball").NAME == "ball"
    assert "toys.car" not in sys.modules


def test_all_members_come_in_the_order_of_their_names(family):
    assert [(name, module.NAME) for name, module in family.load_all()] == [("car", "car"), ("red-ball", "ball")]


def test_an_unknown_member_is_answered_with_the_nearest_and_all_known(family):
    with pytest.raises(UsageError) as caught:
        family.load("cra")
    assert caught.value.what == "unknown toy 'cra'"
    assert caught.value.hint == "did you mean 'car'? known are 'car', 'red-ball'"


def test_strangers_add_members_by_an_entry_point(family, monkeypatch):
    offer(monkeypatch, EntryPoint("kite", "json", "toys"))
    assert family.names() == ("car", "kite", "red-ball")
    assert family.load("kite") is sys.modules["json"]


def test_a_member_of_ours_goes_before_a_strangers(family, monkeypatch):
    offer(monkeypatch, EntryPoint("car", "json", "toys"))
    assert family.load("car").NAME == "car"


@pytest.mark.parametrize(
    ("value", "what"),
    [("nowhere.at_all", "cannot be loaded"), ("json:none", "cannot be loaded"), ("json:dumps", "is not a module")],
)
def test_a_strangers_member_that_is_broken_is_named(family, monkeypatch, value, what):
    offer(monkeypatch, EntryPoint("kite", value, "toys"))
    with pytest.raises(UsageError, match=what) as caught:
        family.load("kite")
    assert value in caught.value.hint
