import os
from enum import Enum

from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import PlainTextResponse

app = FastAPI()


class PluginName(str, Enum):
    mail = "mail"
    search = "search"


def candidates(name: str):
    for root in ("/etc/plugins", "/usr/share/plugins"):
        yield os.path.join(root, name + ".conf")


@app.get("/plugins", response_class=PlainTextResponse)
def plugin(name: PluginName = Query(...)):
    for path in candidates(name.value):
        if os.path.exists(path):
            return open(path).read()
    raise HTTPException(status_code=404)
