from fastapi import FastAPI

from audit import Audit

app = FastAPI()
audit = Audit("/var/log/audit.log")


@app.delete("/documents/{name:path}")
async def delete_document(name: str, reason: str = ""):
    audit.record("delete", f"{name} because of {reason}")
    return {"deleted": name}
