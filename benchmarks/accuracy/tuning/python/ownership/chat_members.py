from fastapi import APIRouter, Depends, HTTPException

from .db import database
from .users import User, current_user

router = APIRouter(prefix="/rooms")


async def member_of(room_id: int, user: User) -> bool:
    row = await database.fetch_one("SELECT 1 FROM members WHERE room = :r AND user_id = :u", {"r": room_id, "u": user.id})
    return row is not None


@router.get("/{room_id}/messages")
async def messages(room_id: int, user: User = Depends(current_user)):
    if user.blocked or not await member_of(room_id, user):
        raise HTTPException(403)
    return await database.fetch_all("SELECT author, text FROM messages WHERE room = :room", {"room": room_id})
