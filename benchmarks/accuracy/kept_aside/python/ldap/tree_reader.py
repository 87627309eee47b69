from ldap3 import Connection
from starlette.responses import JSONResponse


async def browse(request):
    unit = request.path_params["unit"]
    version = "1.4"
    if version.startswith("1"):
        query = "(objectClass=*)"
    else:
        query = "(ou=%s)" % unit
    conn = Connection("localhost", auto_bind=True)
    conn.search("dc=example,dc=org", query, attributes=["ou"])
    return JSONResponse([str(e.ou) for e in conn.entries])
