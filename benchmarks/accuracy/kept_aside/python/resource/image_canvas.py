from django.http import HttpResponse
from PIL import Image


def placeholder(request):
    width = int(request.GET.get("w", 100))
    height = int(request.GET.get("h", 100))
    image = Image.new("RGB", (width, height), "gray")
    response = HttpResponse(content_type="image/png")
    image.save(response, "PNG")
    return response
