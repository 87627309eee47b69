import logging

from django.http import JsonResponse
from django.views.decorators.http import require_GET

logger = logging.getLogger(__name__)


def trace(event, detail):
    logger.info("%s: %s", event, detail)


@require_GET
def order(request):
    coupon = request.GET.get("coupon", "none")
    trace("coupon", coupon)
    return JsonResponse({"coupon": coupon})
