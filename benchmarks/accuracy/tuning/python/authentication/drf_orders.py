from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response

from .models import Order


@api_view(["GET"])
@permission_classes([IsAdminUser])
def orders(request):
    return Response(list(Order.objects.values("id", "total")))


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def refund(request, pk):
    order = Order.objects.get(pk=pk)
    order.refund()
    return Response(status=204)
