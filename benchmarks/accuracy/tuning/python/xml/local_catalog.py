from pathlib import Path

from lxml import etree

CATALOG = Path(__file__).with_name("catalog.xml")


def load() -> dict[str, str]:
    parser = etree.XMLParser(load_dtd=True, resolve_entities=True)
    root = etree.parse(str(CATALOG), parser).getroot()
    return {node.get("id"): node.findtext("title") for node in root.iter("book")}


if __name__ == "__main__":
    for key, title in sorted(load().items()):
        print(key, title)
