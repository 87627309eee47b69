import os

from fastapi import FastAPI

app = FastAPI()


@app.get("/debug/config")
def config():
    return {
        "database": bool(os.environ.get("DATABASE_PASSWORD")),
        "region": os.environ.get("REGION", "eu"),
        "workers": int(os.environ.get("WORKERS", "2")),
    }
