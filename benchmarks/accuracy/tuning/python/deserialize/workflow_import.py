import yaml
from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()


class Loader(yaml.UnsafeLoader):
    pass


def join(loader, node):
    return "".join(str(part) for part in loader.construct_sequence(node))


Loader.add_constructor("!join", join)


@router.post("/workflows")
async def import_workflow(file: UploadFile):
    text = await file.read(100_000)
    try:
        workflow = yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise HTTPException(422, str(error)) from error
    return {"steps": [step["name"] for step in workflow["steps"]]}
