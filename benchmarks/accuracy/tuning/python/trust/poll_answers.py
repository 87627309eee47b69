from bottle import post, request


@post("/poll")
def poll():
    session = request.environ["beaker.session"]
    for name in ("q1", "q2", "q3"):
        session[name] = int(request.forms.get(name, "0"))
    session.save()
    return {"kept": len(request.forms)}
