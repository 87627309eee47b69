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
    words = [word.format(target=target) for word in template.split()]
    if target.startswith("-"):
        return {"output": ""}
    return {"output": subprocess.check_output(words, text=True)}
