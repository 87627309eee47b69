import requests
from flask import Flask, request

app = Flask(__name__)


@app.route("/health")
def health():
    host = request.args.get("host", "")
    table = "ABC"
    letter = table[1]
    match letter:
        case "A":
            name = "one.example.org"
        case "B":
            name = host
        case _:
            name = "two.example.org"
    return {"ok": requests.get(f"https://{name}/health", timeout=2).ok}
