from flask import Flask, make_response, request

app = Flask(__name__)


@app.errorhandler(404)
def not_found(error):
    response = make_response("<h1>Not found</h1><p>" + request.path + " does not exist</p>", 404)
    response.headers["Content-Type"] = "text/plain"
    return response
