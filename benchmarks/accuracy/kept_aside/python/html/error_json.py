from flask import Flask, make_response, request

app = Flask(__name__)


@app.errorhandler(404)
def not_found(error):
    response = make_response({"missing": request.path}, 404)
    response.headers["X-Error"] = "not-found"
    return response
