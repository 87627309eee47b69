from bottle import post, request


@post("/poll")
def poll():
    session = request.environ["beaker.session"]
    for name in request.forms:
        session[name] = request.forms.get(name)
    session.save()
    return {"kept": len(request.forms)}
