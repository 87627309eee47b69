import subprocess
from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()
COMMANDS = {
    "trace": "traceroute -m 10 {target}",
    "whois": "whois {target}",
}


@app.get("/net/{tool}")
def run_tool(tool: str, target: Annotated[str, Query()]):
    template = COMMANDS[tool]
    line = template.format_map({"target": target})
    return {"output": subprocess.check_output(line, shell=True, text=True)}
