from enum import StrEnum

from fastapi import APIRouter, Depends
from ldap3 import SUBTREE, Connection

from .dependencies import ldap_connection

router = APIRouter(prefix="/groups")


class Group(StrEnum):
    admins = "admins"
    staff = "staff"


@router.get("/{group}/members")
def members(group: Group, conn: Connection = Depends(ldap_connection)):
    conn.search(
        search_base="dc=example,dc=org",
        search_filter="(memberOf=cn=" + group + ",ou=groups,dc=example,dc=org)",
        search_scope=SUBTREE,
        attributes=["uid"],
    )
    return [entry.uid.value for entry in conn.entries]
