from flask import Flask, jsonify, request
from ldap3 import ALL, Connection, Server
from ldap3.utils.conv import escape_filter_chars

app = Flask(__name__)
server = Server("ldap://directory.example.org", get_info=ALL)
BASE = "ou=staff,dc=example,dc=org"


@app.route("/staff")
def staff():
    name = request.args.get("name", "")
    with Connection(server, auto_bind=True) as conn:
        word = escape_filter_chars(name)
        conn.search(BASE, f"(&(objectClass=person)(cn=*{word}*))", attributes=["cn", "mail"])
        return jsonify([entry.entry_attributes_as_dict for entry in conn.entries])
