from django.shortcuts import redirect
from django.views.generic import FormView

from .forms import CheckoutForm


class CheckoutView(FormView):
    template_name = "checkout.html"
    form_class = CheckoutForm
    success_url = "/orders/"

    def form_valid(self, form):
        form.save()
        return redirect("orders:detail", pk=form.instance.pk)
