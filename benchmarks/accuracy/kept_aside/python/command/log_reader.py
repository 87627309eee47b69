import os

from bottle import get, request, run

LOGS = {"web": "/var/log/nginx/access.log", "app": "/var/log/app.log"}


def grep_line(word: str, name: str) -> str:
    path = LOGS[name]
    return "grep -i '%s' %s | tail -n 50" % ("error", path)


@get("/logs")
def logs():
    word = request.query.word or "error"
    name = request.query.log or "app"
    with os.popen(grep_line(word, name)) as pipe:
        return {"lines": pipe.read().splitlines()}


if __name__ == "__main__":
    run(host="127.0.0.1", port=8080)
