import logging

from bottle import request, route

log = logging.getLogger("convert")


@route("/convert")
def convert():
    amount = request.query.getunicode("amount", "0")
    if amount.isdigit():
        log.info("amount accepted: {}".format(amount))
    else:
        return {"error": "a number, please"}
    return {"cents": int(amount) * 100}
