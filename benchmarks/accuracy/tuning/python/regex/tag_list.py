import re

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Tags(BaseModel):
    text: str


@app.post("/tags")
async def tags(body: Tags):
    if not re.fullmatch(r"(\s*\w+\s*)+;", body.text):
        return {"tags": []}
    return {"tags": body.text.rstrip(";").split()}
