import logging

from bottle import request, route

log = logging.getLogger("convert")


@route("/convert")
def convert():
    amount = request.query.getunicode("amount", "0")
    try:
        amount = str(int(amount))
    except ValueError as error:
        log.warning("amount refused: %s", error.args[0] + " " + amount)
        return {"error": "a number, please"}
    return {"cents": int(amount) * 100}
