import subprocess
from ipaddress import IPv4Address
from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()
COMMANDS = {
    "trace": "traceroute -m 10 {target}",
    "whois": "whois {target}",
}


@app.get("/net/{tool}")
def run_tool(tool: str, target: Annotated[IPv4Address, Query()]):
    template = COMMANDS[tool]
    line = template.format_map({"target": target})
    return {"output": subprocess.check_output(line, shell=True, text=True)}
