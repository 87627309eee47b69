import xml.etree.ElementTree as ElementTree

from fastapi import FastAPI, HTTPException

app = FastAPI()
prices = ElementTree.parse("prices.xml").getroot()


@app.get("/prices/{sku}")
def price(sku: str, currency: str = "EUR"):
    node = prices.find(".//item[@sku='%s']/price[@currency='%s']" % (sku, currency))
    if node is None:
        raise HTTPException(404)
    return {"price": node.text}
