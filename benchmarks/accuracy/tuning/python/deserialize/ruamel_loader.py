from fastapi import FastAPI, Request
from ruamel.yaml import YAML

app = FastAPI()
yaml = YAML(typ="unsafe")


@app.post("/pipelines")
async def pipelines(request: Request):
    body = await request.body()
    pipeline = yaml.load(body.decode())
    return {"steps": list(pipeline.get("steps", []))}
