from pathlib import Path

from fastapi import FastAPI, HTTPException, UploadFile
from fastapi.staticfiles import StaticFiles
from werkzeug.utils import secure_filename

app = FastAPI()
app.mount("/themes", StaticFiles(directory="themes"))


@app.post("/themes")
async def add_theme(file: UploadFile):
    name = secure_filename(file.filename or "")
    if not name:
        raise HTTPException(400)
    Path("themes", name).write_bytes(await file.read(1_000_000))
    return {"url": f"/themes/{name}"}
