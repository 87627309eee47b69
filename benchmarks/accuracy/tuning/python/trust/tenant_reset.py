from django.http import JsonResponse
from django.views import View


class SwitchTenant(View):
    def get(self, request):
        tenant = request.GET.get("tenant")
        if tenant is None:
            return JsonResponse({"error": "tenant missing"}, status=400)
        request.session["tenant"] = "default"
        request.session.set_expiry(3600)
        return JsonResponse({"tenant": tenant})
