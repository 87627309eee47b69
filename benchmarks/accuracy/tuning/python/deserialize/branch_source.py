import yaml
from flask import Flask, request

app = Flask(__name__)
STRICT = False


@app.post("/rules")
def rules():
    loader = yaml.SafeLoader if STRICT else yaml.UnsafeLoader
    text = "rules: []"
    document = yaml.load(text if request.data else "rules: [1]", Loader=loader)
    return {"rules": len(document)}
