from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine("sqlite:///seats.db")


@app.post("/seats/release")
def release():
    names = request.get_json()["names"]
    quoted = ", ".join(f"'{name}'" for name in names)
    with engine.begin() as conn:
        result = conn.execute(text(f"UPDATE seats SET holder = NULL WHERE name IN ({quoted})"))
    return jsonify(released=result.rowcount)
