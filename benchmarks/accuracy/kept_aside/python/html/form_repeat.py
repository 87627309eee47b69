from bottle import post, request, response

FORM = '<form><input name="mail" value="{mail}"><button>Send</button></form>'


@post("/subscribe")
def subscribe():
    mail = request.forms.get("mail", "")
    if "@" not in mail:
        response.status = 400
        return FORM.format(mail=mail)
    return "<p>Thank you</p>"
