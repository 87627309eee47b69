import os
from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Item(BaseModel):
    name: str = Field(pattern=r"^[a-z]+$")


@app.post("/x")
def make(item: Item):
    os.system("x " + item.name)
