import xml.etree.ElementTree as ElementTree
from typing import Literal

from fastapi import FastAPI, HTTPException

app = FastAPI()
prices = ElementTree.parse("prices.xml").getroot()


@app.get("/prices/{sku}")
def price(sku: int, currency: Literal["EUR", "USD"] = "EUR"):
    node = prices.find(".//item[@sku='%s']/price[@currency='%s']" % (sku, currency))
    if node is None:
        raise HTTPException(404)
    return {"price": node.text}
