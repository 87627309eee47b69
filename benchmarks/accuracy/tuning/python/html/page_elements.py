from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from flask import Flask, request

app = Flask(__name__)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def add(self, child: Element | str) -> Element:
        self.children.append(child)
        return self

    def __str__(self) -> str:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        inside = "".join(escape(child) if isinstance(child, str) else str(child) for child in self.children)
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>"


@app.get("/card")
def card():
    title = request.args.get("title", "Card")
    page = Element("article", {"class": "card"})
    page.add(Element("h2").add(title))
    page.add(Element("p").add("nothing here yet"))
    return str(page)
