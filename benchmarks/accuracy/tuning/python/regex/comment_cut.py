from flask import Flask, request

app = Flask(__name__)


@app.post("/strip")
def strip():
    text = request.get_data(as_text=True)
    begin, end = text.find("<!--"), text.find("-->")
    return text[:begin] + text[end + 3 :] if 0 <= begin < end else text
