import yaml
from flask import Flask, request

app = Flask(__name__)
STRICT = False


@app.post("/rules")
def rules():
    loader = yaml.SafeLoader if STRICT else yaml.UnsafeLoader
    document = yaml.load(request.data, Loader=loader)
    return {"rules": len(document)}
