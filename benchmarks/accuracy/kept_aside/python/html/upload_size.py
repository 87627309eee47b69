from fastapi import FastAPI, File, UploadFile
from fastapi.responses import HTMLResponse

app = FastAPI()


def row(label: str, value: object) -> str:
    return f"<tr><th>{label}</th><td>{value}</td></tr>"


@app.post("/inspect", response_class=HTMLResponse)
async def inspect(file: UploadFile = File(...)) -> HTMLResponse:
    data = await file.read()
    rows = [row("size", len(data)), row("lines", data.count(b"\n"))]
    return HTMLResponse("<table>" + "".join(rows) + "</table>")
