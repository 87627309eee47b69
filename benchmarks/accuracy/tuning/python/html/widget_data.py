from fastapi import FastAPI

app = FastAPI()

PAGE = """<!doctype html>
<title>Widget</title>
<script>const widget = "%s";</script>
"""


@app.get("/widgets/{name}")
async def widget(name: str):
    return PAGE % name
