import importlib

from fastapi import FastAPI, HTTPException

app = FastAPI()
TASKS = {"mail": "tasks.mail", "clean": "tasks.clean"}


@app.post("/tasks/{module}/{function}")
def run_task(module: str, function: str):
    try:
        loaded = importlib.import_module(TASKS[module])
        task = loaded.run
    except KeyError:
        raise HTTPException(404) from None
    return {"result": str(task())}
