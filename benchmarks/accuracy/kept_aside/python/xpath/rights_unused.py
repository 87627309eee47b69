from flask import Flask, request
from lxml import etree

app = Flask(__name__)
RIGHTS = etree.parse("rights.xml")


@app.route("/rights")
def rights():
    user = request.args.get("user", "")
    bar = "guest"
    num = 86
    app.logger.debug("rights asked for by %r", user)
    query = f"/rights/user[@id='{bar}']"
    return {"count": len(RIGHTS.xpath(query))}
