from flask import Flask, Response, request

app = Flask(__name__)


@app.route("/report.csv")
def report():
    count = min(int(request.args.get("rows", "100")), 10_000)
    lines = [f"{number};{number * number}" for number in range(count)]
    return Response("\n".join(lines), mimetype="text/csv")
