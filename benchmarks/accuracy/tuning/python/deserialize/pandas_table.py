import io

import pandas as pd
from flask import Flask, request

app = Flask(__name__)


@app.post("/frames")
def frames():
    upload = request.files["frame"]
    buffer = io.BytesIO(upload.read())
    frame = pd.read_csv(buffer)
    return {"rows": len(frame)}
