from flask import Flask, request

import codec

app = Flask(__name__)


@app.put("/preferences")
def put_preferences():
    preferences = codec.unpack(request.get_data())
    return {"count": len(preferences)}
