from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from .models import Ticket


def notice(text):
    return SafeString(f"<strong>{text}</strong>")


def close_ticket(request, pk):
    ticket = Ticket.objects.get(pk=pk)
    ticket.close(request.POST.get("reason", ""))
    messages.success(request, notice("Closed: " + request.POST.get("reason", "")))
    return redirect("tickets")


def tickets(request):
    return render(request, "tickets.html", {"tickets": Ticket.objects.filter(closed=False)})
