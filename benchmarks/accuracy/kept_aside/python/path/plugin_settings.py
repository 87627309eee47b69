import os

from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import PlainTextResponse

app = FastAPI()


def candidates(name: str):
    for root in ("/etc/plugins", "/usr/share/plugins"):
        yield os.path.join(root, name + ".conf")


@app.get("/plugins", response_class=PlainTextResponse)
def plugin(name: str = Query(..., pattern="^[a-z]+$")):
    for path in candidates(name):
        if os.path.exists(path):
            return open(path).read()
    raise HTTPException(status_code=404)
