import re

from fastapi import FastAPI, Form, HTTPException
from fastapi.responses import RedirectResponse

app = FastAPI()
NOTES = "/var/lib/notes/"


@app.post("/notes")
def save_note(title: str = Form(...), body: str = Form("")):
    if not re.fullmatch(r"[\w-]{1,80}", title):
        raise HTTPException(422)
    with open(NOTES + title + ".md", "w", encoding="utf-8") as file:
        file.write(body)
    return RedirectResponse("/notes", status_code=303)
