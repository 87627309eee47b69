from django.core.paginator import Paginator
from django.http import JsonResponse

from .models import Event


def events(request):
    size = int(request.GET.get("size", 25))
    paginator = Paginator(Event.objects.order_by("pk"), size)
    page = paginator.get_page(request.GET.get("page", 1))
    return JsonResponse({"events": [event.title for event in page]})
