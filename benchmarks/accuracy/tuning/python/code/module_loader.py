import importlib

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.post("/tasks/{module}/{function}")
def run_task(module: str, function: str):
    try:
        loaded = importlib.import_module(module)
        task = getattr(loaded, function)
    except (ImportError, AttributeError):
        raise HTTPException(404) from None
    return {"result": str(task())}
