from flask import Flask, request

import codec

app = Flask(__name__)


@app.put("/preferences")
def put_preferences():
    preferences = codec.unpack(codec.pack({"language": request.headers.get("Accept-Language", "en")}))
    return {"count": len(preferences)}
