from flask import Flask, request
from lxml import etree

app = Flask(__name__)


def parser_for(mode):
    if mode == "validate":
        return etree.XMLParser(dtd_validation=True, resolve_entities=True, no_network=False)
    return etree.XMLParser(resolve_entities=False)


@app.route("/validate", methods=["PUT"])
def validate():
    parser = parser_for("wellformed")
    try:
        etree.fromstring(request.data, parser=parser)
    except etree.XMLSyntaxError as error:
        return {"valid": False, "line": error.lineno}
    return {"valid": True}
