from bottle import request, route


@route("/zone/<zone:re:[a-z]{3}>")
def zone(zone):
    session = request.environ.get("beaker.session")
    entry = ("zone", zone, 1)
    key, value, _ = entry
    session[key] = value
    session.save()
    return {"zone": value}
