from django.http import JsonResponse
from django.utils.html import escape
from django.views import View


class BadgeView(View):
    http_method_names = ["post"]

    def post(self, request):
        name = escape(request.POST.get("name", ""))
        bio = request.POST.get("bio", "")
        return JsonResponse({"name": name, "bio": bio})
