import json

from django.http import JsonResponse
from pymongo import MongoClient

orders = MongoClient("mongodb://db")["shop"]["orders"]


def search(request):
    wanted = json.loads(request.GET.get("filter", "{}"))
    wanted["owner"] = request.user.pk
    found = orders.find(wanted, {"_id": 0}).limit(50)
    return JsonResponse({"orders": list(found)})
