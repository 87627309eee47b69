from secrets import randbelow

from fastapi import FastAPI

from .sms import send_sms

app = FastAPI()
codes: dict[str, str] = {}


@app.post("/codes/{phone}")
async def code(phone: str):
    code = f"{randbelow(10**6):06d}"
    codes[phone] = code
    await send_sms(phone, f"Your code: {code}")
    return {"sent": True}
