import csv
import io

import pymysql
from flask import Flask, Response, request

app = Flask(__name__)
TABLES = ["logins", "payments", "exports"]


@app.route("/audit/export.csv")
def export_audit():
    table = request.args["table"]
    known = table in TABLES
    app.logger.info("export of %s, known: %s", table, known)
    day = request.args["day"]
    conn = pymysql.connect(host="db", user="audit", database="audit")
    out = io.StringIO()
    writer = csv.writer(out)
    with conn.cursor() as cursor:
        cursor.execute("SELECT * FROM " + table + " WHERE day = %s", (day,))
        for row in cursor:
            writer.writerow(row)
    return Response(out.getvalue(), mimetype="text/csv")
