from django import forms
from django.db import connection
from django.shortcuts import render


class FlightForm(forms.Form):
    origin = forms.RegexField(r"^[A-Z]{3}\Z")
    seats = forms.IntegerField(min_value=1, required=False)


def flights(request):
    form = FlightForm(request.GET)
    if not form.is_valid():
        return render(request, "flights.html", {"form": form}, status=400)
    origin = form.cleaned_data["origin"]
    seats = form.cleaned_data["seats"] or 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, departs FROM flight WHERE origin = '%s' AND seats >= %d" % (origin, seats)
        )
        rows = cursor.fetchall()
    return render(request, "flights.html", {"form": form, "rows": rows})
