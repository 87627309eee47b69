import os
import re
from pathlib import Path

from fastapi import BackgroundTasks, FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()
WEIGHTS = Path("/srv/weights")


class Removal(BaseModel):
    name: str
    version: int = 1

    @field_validator("name")
    @classmethod
    def not_empty(cls, value: str) -> str:
        if re.fullmatch(r"[A-Za-z0-9-]+", value) is None:
            raise ValueError("a name, please")
        return value


def remove(path: Path) -> None:
    if path.exists():
        os.unlink(path)


@app.post("/weights/remove")
async def remove_weights(removal: Removal, tasks: BackgroundTasks):
    tasks.add_task(remove, WEIGHTS / f"{removal.name}-{removal.version}.bin")
    return {"queued": True}
