import os
import re
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
    if re.fullmatch(r"[a-z][a-z0-9/-]*", branch) is None:
        raise ValueError(branch)
    subprocess.check_call(["git", "fetch"])
    subprocess.check_call(["git", "checkout", branch])


@router.post("/hooks/push")
async def on_push(event: PushEvent, tasks: BackgroundTasks):
    branch = event.ref.removeprefix("refs/heads/")
    tasks.add_task(deploy, branch)
    return {"queued": branch}
