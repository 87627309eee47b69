from fastapi import FastAPI, Request

from xmltools import parse_document

app = FastAPI()


@app.post("/sitemaps")
async def sitemaps(request: Request):
    root = parse_document(await request.body())
    return {"urls": [node.text for node in root.iter("loc")]}
