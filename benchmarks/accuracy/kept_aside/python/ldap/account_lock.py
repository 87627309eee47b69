from django.http import JsonResponse
from ldap3 import MODIFY_REPLACE, Connection


def lock_accounts(request):
    conn = Connection("localhost", auto_bind=True)
    locked = 0
    for line in request.FILES["accounts"]:
        uid = line.decode().strip()
        conn.search("dc=example,dc=org", "(uid=" + uid + ")")
        for entry in conn.entries:
            conn.modify(entry.entry_dn, {"locked": [(MODIFY_REPLACE, ["TRUE"])]})
            locked += 1
    return JsonResponse({"locked": locked})
