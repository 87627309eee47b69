import re

from flask import Flask, request

app = Flask(__name__)


@app.post("/strip")
def strip():
    text = request.get_data(as_text=True)
    return re.sub(r"(<!--(.|\s)*?-->)+", "", text)
