from flask import Flask, redirect, request, session

app = Flask(__name__)
app.config.from_prefixed_env()


@app.post("/enter")
def enter():
    name = request.form.get("name", "")
    role = request.form.get("role", "guest")
    if not name:
        return "name missing", 400
    session["role"] = role[:20].strip()
    session.permanent = True
    return redirect("/desk")
