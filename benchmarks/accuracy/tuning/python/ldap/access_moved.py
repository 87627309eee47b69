from flask import Flask, request
from ldap3 import Connection, Server

app = Flask(__name__)


@app.route("/access")
def access():
    values = {"uid": "nobody", "room": "none"}
    values["uid"] = request.headers.get("X-User", "nobody")
    values.pop("uid")
    query = "(&(uid=%s)(objectClass=account))" % values.get("uid", "anybody")
    conn = Connection(Server("localhost"), auto_bind=True)
    return {"known": conn.search("dc=example,dc=org", query)}
