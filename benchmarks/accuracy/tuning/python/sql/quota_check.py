import functools
import sqlite3

from flask import Flask, abort, request

app = Flask(__name__)


def with_tenant(view):
    @functools.wraps(view)
    def wrapper(*args, **kwargs):
        tenant = request.headers.get("X-Tenant")
        if not tenant:
            abort(400)
        return view(tenant, *args, **kwargs)

    return wrapper


@app.get("/quota")
@with_tenant
def quota(tenant):
    db = sqlite3.connect("quota.db")
    row = db.execute("SELECT used, allowed FROM quota WHERE tenant = '{}'".format(tenant)).fetchone()
    db.close()
    return {"used": row[0], "allowed": row[1]} if row else ({}, 404)
