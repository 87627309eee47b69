from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/convert")
def convert(error=None):
    try:
        float(request.args["value"])
    except ValueError as problem:
        error = problem
    response = make_response("<p>Cannot convert: " + str(error) + "</p>", 400)
    response.headers["X-Error"] = "not-found"
    return response
