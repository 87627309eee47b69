import re

import paramiko
from fastapi import APIRouter, Body, Depends, HTTPException

from .hosts import known_hosts
from .security import operator

router = APIRouter()


def connect(host: str) -> paramiko.SSHClient:
    client = paramiko.SSHClient()
    client.load_host_keys(known_hosts())
    client.connect(host, username="ops")
    return client


@router.post("/tail", dependencies=[Depends(operator)])
def tail(unit: str = Body(...), lines: int = Body(50)):
    if not re.fullmatch(r"[a-z][a-z0-9-]*\.service", unit):
        raise HTTPException(422)
    client = connect("web-1.internal")
    try:
        _, output, _ = client.exec_command(f"journalctl -u {unit} -n {lines}")
        return {"text": output.read().decode()}
    finally:
        client.close()
