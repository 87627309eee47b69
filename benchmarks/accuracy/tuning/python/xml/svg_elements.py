from xml.dom import pulldom
from xml.sax import make_parser
from xml.sax.handler import feature_external_ges

from flask import Flask, request

app = Flask(__name__)


@app.post("/drawings")
def drawings():
    parser = make_parser()
    parser.setFeature(feature_external_ges, 1 > 2)
    events = pulldom.parseString(request.files["svg"].read().decode(), parser=parser)
    count = sum(1 for event, node in events if event == pulldom.START_ELEMENT)
    return {"elements": count}
