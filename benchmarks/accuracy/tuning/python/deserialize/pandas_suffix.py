import io

import pandas as pd
from flask import Flask, request

app = Flask(__name__)


@app.post("/frames")
def frames():
    upload = request.files["frame"]
    buffer = io.BytesIO(upload.read())
    if not upload.filename.endswith(".pkl"):
        return {"error": "pickle expected"}, 400
    frame = pd.read_pickle(buffer)
    return {"rows": len(frame)}
