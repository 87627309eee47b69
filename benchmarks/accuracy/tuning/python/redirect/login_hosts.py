from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView

from .forms import LoginForm


class NextMixin:
    next_parameter = "next"
    default = "/"

    def get_target(self):
        target = self.request.POST.get(self.next_parameter) or self.request.GET.get(self.next_parameter)
        if not target:
            return self.default
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={self.request.get_host()}):
            return self.default
        return target


class LoginView(NextMixin, FormView):
    form_class = LoginForm
    template_name = "login.html"

    def form_valid(self, form):
        login(self.request, form.get_user())
        return HttpResponseRedirect(self.get_target())
