import ldap
from flask import Flask, abort, request

app = Flask(__name__)


def common_name(header):
    for part in header.split(","):
        key, _, value = part.partition("=")
        if key.strip() == "CN" and value in ("alice", "bob"):
            return value
    abort(401)


@app.route("/whoami")
def whoami():
    name = common_name(request.headers.get("X-Client-DN", ""))
    connection = ldap.initialize("ldap://localhost")
    result = connection.search_ext_s("dc=example,dc=org", ldap.SCOPE_ONELEVEL, f"(cn={name})")
    return {"dn": result[0][0]}
