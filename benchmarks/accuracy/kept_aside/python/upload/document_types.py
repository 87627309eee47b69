from django.core.files.storage import default_storage
from django.http import JsonResponse
from django.views import View


class DocumentView(View):
    def post(self, request):
        stored = []
        for upload in request.FILES.getlist("documents"):
            if not upload.name.lower().endswith((".pdf", ".odt")):
                return JsonResponse({"error": upload.name}, status=415)
            stored.append(default_storage.save("public/" + upload.name, upload))
        return JsonResponse({"stored": [default_storage.url(name) for name in stored]})
