from dataclasses import asdict, dataclass

from flask import Flask, request, session

app = Flask(__name__)


@dataclass
class Device:
    identifier: str
    trusted: bool = False


@app.post("/devices/bind")
def bind():
    body = request.get_json()
    device = Device(**body)
    session["device"] = asdict(device)
    return {"bound": True}
