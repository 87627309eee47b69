from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from .tokens import user_of_token

app = Flask(__name__)
app.config.from_prefixed_env()
csrf = CSRFProtect(app)


@app.post("/account/delete")
@csrf.exempt
def delete_account():
    user = user_of_token(request.headers.get("Authorization", "").removeprefix("Bearer "))
    if user is None:
        return {"error": "token"}, 401
    user.delete()
    return "", 204
