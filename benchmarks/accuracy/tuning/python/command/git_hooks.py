import os
import subprocess

from fastapi import APIRouter, BackgroundTasks
from pydantic import BaseModel

router = APIRouter()
WORKTREE = "/srv/site"


class PushEvent(BaseModel):
    ref: str
    after: str


def deploy(branch: str) -> None:
    os.chdir(WORKTREE)
    subprocess.check_call("git fetch && git checkout " + branch, shell=True)


@router.post("/hooks/push")
async def on_push(event: PushEvent, tasks: BackgroundTasks):
    branch = event.ref.removeprefix("refs/heads/")
    tasks.add_task(deploy, branch)
    return {"queued": branch}
