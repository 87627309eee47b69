from django.http import HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt

from .models import Payment


@csrf_exempt
def hook(request):
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    Payment.objects.filter(reference=request.POST["reference"], owner=request.user).delete()
    return HttpResponse()
