import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import JsonResponse
from django.views.decorators.http import require_POST


@require_POST
def upload_photo(request):
    photo = request.FILES["photo"]
    storage = FileSystemStorage(location=settings.MEDIA_ROOT)
    stored = storage.save("incoming", photo)
    width = request.POST.get("width", "320")
    if width.isdigit() and int(width) > 2000:
        return JsonResponse({"error": "too wide"}, status=400)
    os.system("convert " + storage.path(stored) + " -resize " + width + " " + settings.MEDIA_ROOT + "/thumb.png")
    return JsonResponse({"stored": stored})
