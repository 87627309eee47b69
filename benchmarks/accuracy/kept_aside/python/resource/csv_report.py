from flask import Flask, Response, request

app = Flask(__name__)


@app.route("/report.csv")
def report():
    count = int(request.args.get("rows", "100"))
    lines = [f"{number};{number * number}" for number in range(count)]
    return Response("\n".join(lines), mimetype="text/csv")
