import tempfile

import torch
from fastapi import FastAPI, UploadFile

app = FastAPI()
models = {}


@app.post("/models/{name}")
async def add_model(name: str, file: UploadFile):
    with tempfile.NamedTemporaryFile(suffix=".bin") as copy:
        copy.write(await file.read())
        copy.flush()
        models[name] = torch.load(copy.name, weights_only=True)
    return {"models": sorted(models)}
