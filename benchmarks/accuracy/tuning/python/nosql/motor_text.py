from fastapi import APIRouter, Body
from motor.motor_asyncio import AsyncIOMotorClient

router = APIRouter()
people = AsyncIOMotorClient()["club"]["people"]


@router.post("/people/find")
async def find(body: dict = Body(...)):
    person = await people.find_one({"mail": str(body["mail"]), "active": True})
    return {"found": person is not None}
