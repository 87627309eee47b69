import lxml.etree as ET
from django.http import HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_POST

USERS = ET.parse("/srv/users.xml")


@require_POST
def login(request):
    user = request.POST.get("user", "")
    password = request.POST.get("password", "")
    found = [u for u in USERS.xpath("/users/user") if u.get("name") == user and u.get("password") == password]
    if not found:
        return HttpResponseForbidden("no")
    return JsonResponse({"role": found[0].get("role")})
