from lxml import etree


def new_parser(entities=True):
    return etree.XMLParser(resolve_entities=entities, no_network=False)


def parse_document(data):
    return etree.fromstring(data, parser=new_parser())
