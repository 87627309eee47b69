from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine("sqlite:///seats.db")


@app.post("/seats/release")
def release():
    names = request.get_json()["names"]
    quoted = ", ".join(f":n{i}" for i in range(len(names)))
    with engine.begin() as conn:
        result = conn.execute(
            text(f"UPDATE seats SET holder = NULL WHERE name IN ({quoted})"),
            {f"n{i}": name for i, name in enumerate(names)},
        )
    return jsonify(released=result.rowcount)
