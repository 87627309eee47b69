"""Which ARIA roles the words stand for that users have for what they see on a page."""

from __future__ import annotations

ROLES_OF: dict[str, frozenset[str]] = {
    "field": frozenset({"textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox"}),
    "box": frozenset({"checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"}),
    "image": frozenset({"img", "image"}),
    "dialog": frozenset({"dialog", "alertdialog"}),
}

CLICKABLE = frozenset({"button", "link", "tab", "menuitem", "option", "treeitem", "checkbox", "radio", "switch"})
"""What a click means where the card names no role."""


def aria_roles(word: str) -> frozenset[str]:
    """The ARIA roles that a word of the phrasebook stands for; any other word is an ARIA role itself."""
    return ROLES_OF.get(word, frozenset({word}))
