from bottle import request, route


@route("/zone/<zone>")
def zone(zone):
    session = request.environ.get("beaker.session")
    entry = ("zone", zone, 1)
    key, _, value = entry
    session[key] = value
    session.save()
    return {"zone": value}
