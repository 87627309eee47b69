from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from .models import Subscription


@login_required
@never_cache
def unsubscribe(request, topic):
    if request.method == "POST":
        Subscription.objects.filter(user=request.user, topic=topic).delete()
    return redirect("subscriptions")
