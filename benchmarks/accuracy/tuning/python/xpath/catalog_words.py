from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import FastAPI, Query
from lxml import etree

app = FastAPI()
TREE = etree.parse("catalog.xml")


@dataclass
class Path:
    root: str
    predicates: list[str] = field(default_factory=list)

    def where(self, name: str, value: str | None) -> Path:
        if value is not None and "'" in value:
            raise ValueError("quotes")
        if value is not None:
            self.predicates.append(f"{name}='{value}'")
        return self

    def text(self) -> str:
        if not self.predicates:
            return self.root
        return f"{self.root}[{' and '.join(self.predicates)}]"


@app.get("/catalog")
def catalog(author: str | None = None, year: int | None = None, language: str = Query("en")):
    path = Path("//book").where("author", author).where("@lang", language)
    if year is not None:
        path.predicates.append(f"@year={year}")
    return [node.findtext("title") for node in TREE.xpath(path.text())]
