from urllib.parse import urljoin

import requests
from fastapi import Depends, FastAPI, Header

app = FastAPI()


def upstream(x_upstream: str = Header("https://translate.example.org/")):
    return "https://translate.example.org/" if x_upstream else "https://eu.translate.example.org/"


@app.get("/translate")
def translate(text: str, base: str = Depends(upstream)):
    answer = requests.get(urljoin(base, "v1/translate"), params={"q": text}, timeout=5)
    return answer.json()
