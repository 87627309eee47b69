class Profiles:
    def __init__(self, db):
        self.collection = db["profiles"]

    async def change(self, identifier, values):
        await self.collection.update_one({"id": int(identifier)}, {"$set": {"name": str(values["name"])}})
