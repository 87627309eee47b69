import json

from django.http import JsonResponse
from pymongo import MongoClient

orders = MongoClient("mongodb://db")["shop"]["orders"]


def search(request):
    wanted = {"owner": request.user.pk}
    wanted.update(json.loads(request.GET.get("filter", "{}")))
    found = orders.find(wanted, {"_id": 0}).limit(50)
    return JsonResponse({"orders": list(found)})
