from fastapi import APIRouter, Depends
from ldap3 import SUBTREE, Connection

from .dependencies import ldap_connection

router = APIRouter(prefix="/groups")


@router.get("/{group}/uids")
def members(group: int, conn: Connection = Depends(ldap_connection)):
    conn.search(
        search_base="dc=example,dc=org",
        search_filter=f"(gidNumber={group})",
        search_scope=SUBTREE,
        attributes=["uid"],
    )
    return [entry.uid.value for entry in conn.entries]
