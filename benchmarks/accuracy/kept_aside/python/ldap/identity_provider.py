from __future__ import annotations

import logging
from dataclasses import dataclass

import ldap
from flask import Flask, jsonify, request

app = Flask(__name__)
log = logging.getLogger("identity")


@dataclass(frozen=True)
class Person:
    dn: str
    mail: str


class Provider:
    base = "ou=people,dc=example,dc=org"

    def __init__(self, uri: str) -> None:
        self.connection = ldap.initialize(uri)

    def find(self, login: str, department: str | None = None) -> Person | None:
        parts = [f"(uid={login})", "(objectClass=person)"]
        if department:
            parts.append(f"(departmentNumber={department})")
        found = self.connection.search_s(self.base, ldap.SCOPE_SUBTREE, "(&" + "".join(parts) + ")")
        if len(found) != 1:
            log.info("%d people found", len(found))
            return None
        dn, attributes = found[0]
        return Person(dn, attributes["mail"][0].decode())


provider = Provider("ldaps://directory.example.org")


@app.get("/people/<login>")
def person(login: str):
    found = provider.find(login, request.args.get("department"))
    return (jsonify(mail=found.mail), 200) if found else ("", 404)
