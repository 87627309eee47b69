import shlex

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import render
from django.views.generic import FormView
from fabric import Connection


class ServiceForm(forms.Form):
    service = forms.CharField(strip=True)
    action = forms.ChoiceField(choices=[("start", "start"), ("stop", "stop")])


class ServiceView(PermissionRequiredMixin, FormView):
    permission_required = "hosts.manage"
    form_class = ServiceForm
    template_name = "service.html"

    def form_valid(self, form):
        data = form.cleaned_data
        with Connection("app-1.internal") as remote:
            service = shlex.quote(data["service"])
            result = remote.run(f"systemctl {data['action']} -- {service}", hide=True, warn=True)
        return render(self.request, "service.html", {"form": form, "code": result.exited})
