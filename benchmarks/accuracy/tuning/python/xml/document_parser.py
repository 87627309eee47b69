from __future__ import annotations

import io
from dataclasses import dataclass, field

from fastapi import Depends, FastAPI, UploadFile
from lxml import etree


def default_parser() -> etree.XMLParser:
    return etree.XMLParser(load_dtd=True, no_network=False, resolve_entities=True)


@dataclass
class DocumentService:
    parser: etree.XMLParser = field(default_factory=default_parser)
    parsed: int = 0

    def title(self, data: bytes) -> str:
        tree = etree.parse(io.BytesIO(data), self.parser)
        self.parsed += 1
        return tree.findtext("title") or ""


app = FastAPI()
documents = DocumentService(parser=etree.XMLParser(resolve_entities=False))


def service() -> DocumentService:
    return documents


@app.post("/documents")
async def add(file: UploadFile, documents: DocumentService = Depends(service)):
    return {"title": documents.title(await file.read())}
