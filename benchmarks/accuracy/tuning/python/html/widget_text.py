import html

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()

PAGE = """<!doctype html>
<title>Widget</title>
<script>const widget = "%s";</script>
"""


@app.get("/widgets/{name}", response_class=HTMLResponse)
async def widget(name: str):
    return PAGE.replace('"%s"', "%s") % html.escape(name)
