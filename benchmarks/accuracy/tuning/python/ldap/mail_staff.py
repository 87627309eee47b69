import re

from flask import Flask, request
from ldap3 import Connection

app = Flask(__name__)


@app.post("/aliases")
def aliases():
    names = [n for n in request.get_json()["names"] if re.fullmatch(r"[a-z.]+", n)]
    alternatives = "".join(f"(mail={name}@example.org)" for name in names)
    conn = Connection("directory.example.org", auto_bind=True)
    found = conn.search("dc=example,dc=org", "(|" + alternatives + ")", attributes=["uid"])
    return {"found": bool(found)}
