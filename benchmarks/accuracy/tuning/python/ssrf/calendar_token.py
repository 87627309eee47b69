import icalendar
import requests
from celery import shared_task
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from .models import Calendar


@login_required
@require_POST
def add_calendar(request):
    calendar = Calendar.objects.create(owner=request.user, number=int(request.POST["number"]))
    sync.delay(calendar.pk)
    return HttpResponse(status=202)


@shared_task
def sync(pk):
    calendar = Calendar.objects.get(pk=pk)
    answer = requests.get(f"https://calendar.example.org/feeds/{calendar.number:d}.ics", timeout=20)
    events = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    calendar.replace(events)
