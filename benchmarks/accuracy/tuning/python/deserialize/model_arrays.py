import tempfile

import numpy as np
from fastapi import FastAPI, UploadFile

app = FastAPI()
models = {}


@app.post("/models/{name}")
async def add_model(name: str, file: UploadFile):
    with tempfile.NamedTemporaryFile(suffix=".bin") as copy:
        copy.write(await file.read())
        copy.flush()
        models[name] = np.load(copy.name, allow_pickle=False)
    return {"models": sorted(models)}
