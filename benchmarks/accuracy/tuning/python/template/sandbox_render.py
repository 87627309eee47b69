from fastapi import FastAPI
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

app = FastAPI()
environment = SandboxedEnvironment(autoescape=True)


class Layout(BaseModel):
    source: str
    name: str = "reader"


@app.post("/layouts/try")
def try_layout(layout: Layout):
    template = environment.from_string(layout.source)
    return {"text": template.render(name=layout.name)}
