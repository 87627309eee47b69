import os

from fastapi import FastAPI

app = FastAPI()


@app.get("/debug/config")
def config():
    return dict(os.environ)
