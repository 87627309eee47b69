from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Tags(BaseModel):
    text: str


@app.post("/tags")
async def tags(body: Tags):
    if not body.text.endswith(";"):
        return {"tags": []}
    return {"tags": body.text.rstrip(";").split()}
