from bottle import request, route
from pymongo import MongoClient

logs = MongoClient()["ops"]["logs"]


@route("/logs/count")
def count():
    level = request.query.level or "error"
    body = "function(doc, level) { return doc.level == level; }"
    stage = {"$match": {"$expr": {"$function": {"body": body, "args": ["$$ROOT", level], "lang": "js"}}}}
    return {"counts": list(logs.aggregate([stage, {"$count": "n"}]))}
