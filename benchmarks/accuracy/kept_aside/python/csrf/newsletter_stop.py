from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from .models import Subscription


@login_required
@csrf_exempt
def unsubscribe(request, topic):
    if request.method == "POST":
        Subscription.objects.filter(user=request.user, topic=topic).delete()
    return redirect("subscriptions")
