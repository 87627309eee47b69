from flask import Flask, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "stranger")
    visits = int(request.cookies.get("visits", "0")) + 1
    page = f"<html><body><h1>Hello, {name}!</h1><p>Visit {visits}</p></body></html>"
    return page
