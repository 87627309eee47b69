import re

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/highlight")
def highlight(text: str, word: list[str] = Query([])):
    pattern = "|".join(word)
    return {"text": re.sub(pattern, lambda match: f"[{match[0]}]", text)}
