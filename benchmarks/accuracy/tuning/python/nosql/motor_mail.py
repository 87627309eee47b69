from fastapi import APIRouter, Body
from motor.motor_asyncio import AsyncIOMotorClient

router = APIRouter()
people = AsyncIOMotorClient()["club"]["people"]


@router.post("/people/find")
async def find(mail: str = Body(..., embed=True)):
    person = await people.find_one({"mail": mail, "active": True})
    return {"found": person is not None}
