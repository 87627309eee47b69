from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

app = FastAPI()
client = AsyncIOMotorClient("mongodb://localhost")


@app.get("/products")
async def products(vendor: str, limit: int = 20):
    cursor = client.shop.products.find({"$where": f"this.vendor == '{vendor}'"})
    return [{"name": item["name"]} async for item in cursor.limit(min(limit, 100))]
