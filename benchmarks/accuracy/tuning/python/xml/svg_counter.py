from defusedxml import pulldom

from flask import Flask, request

app = Flask(__name__)


@app.post("/drawings")
def drawings():
    events = pulldom.parseString(request.files["svg"].read().decode())
    count = sum(1 for event, node in events if event == pulldom.START_ELEMENT)
    return {"elements": count}
