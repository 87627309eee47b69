import lxml.etree as ET
from django.http import HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_POST

USERS = ET.parse("/srv/users.xml")


@require_POST
def login(request):
    user = request.POST.get("user", "")
    password = request.POST.get("password", "")
    if not password.isalnum():
        return HttpResponseForbidden("no")
    query = "/users/user[@name='" + user + "' and @password='" + password + "']"
    found = USERS.xpath(query)
    if not found:
        return HttpResponseForbidden("no")
    return JsonResponse({"role": found[0].get("role")})
