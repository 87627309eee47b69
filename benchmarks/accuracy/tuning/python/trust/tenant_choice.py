from django.http import JsonResponse
from django.views import View


class SwitchTenant(View):
    def get(self, request):
        tenant = request.GET.get("tenant")
        if tenant is None:
            return JsonResponse({"error": "tenant missing"}, status=400)
        if not request.user.tenants.filter(slug=tenant).exists():
            return JsonResponse({"error": "not yours"}, status=403)
        request.session["tenant"] = request.user.tenants.get(slug=tenant).slug
        request.session.set_expiry(3600)
        return JsonResponse({"tenant": tenant})
