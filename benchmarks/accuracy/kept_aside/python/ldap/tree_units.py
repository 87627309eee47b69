from ldap3 import Connection
from starlette.responses import JSONResponse


async def browse(request):
    unit = request.path_params["unit"]
    query = "(objectClass=organizationalUnit)" if 3 * 3 == 9 else f"(ou={unit})"
    conn = Connection("localhost", auto_bind=True)
    conn.search("dc=example,dc=org", query, attributes=["ou"])
    return JSONResponse([str(e.ou) for e in conn.entries])
