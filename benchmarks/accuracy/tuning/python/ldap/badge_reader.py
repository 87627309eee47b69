import ldap
import ldap.modlist
from bottle import post, request


@post("/badges")
def badge():
    person = request.forms.get("person")
    dn = "uid=" + person + ",ou=people,dc=example,dc=org"
    connection = ldap.initialize("ldap://localhost")
    connection.simple_bind_s("cn=admin,dc=example,dc=org", open("/run/secrets/ldap").read())
    connection.modify_s(dn, [(ldap.MOD_REPLACE, "badge", request.forms.get("badge").encode())])
    return {"changed": dn}
