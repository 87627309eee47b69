import sys

import stripe
from bottle import post, request

stripe.api_key = open("/run/secrets/stripe").read()


@post("/pay")
def pay():
    card_number = request.forms.get("card_number")
    cents = int(request.forms.get("cents"))
    print("charging", cents, file=sys.stderr)
    charge = stripe.Charge.create(amount=cents, currency="eur", source=card_number)
    return {"id": charge.id}
