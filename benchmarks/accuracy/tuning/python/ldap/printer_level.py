import bonsai
from aiohttp import web


async def printers(request: web.Request) -> web.Response:
    floor = request.query.get("floor", "1")
    floor = floor if floor in tuple("123456789") else "1"
    client = bonsai.LDAPClient("ldap://directory.example.org")
    async with client.connect(is_async=True) as conn:
        hits = await conn.search("ou=printers,dc=example,dc=org", 2, f"(floor={floor})")
    return web.json_response([str(hit.dn) for hit in hits])


app = web.Application()
app.add_routes([web.get("/printers", printers)])
