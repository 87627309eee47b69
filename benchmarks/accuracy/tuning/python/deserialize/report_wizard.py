from django.core import signing
from django.shortcuts import render
from django.views import View


class WizardView(View):
    def dispatch(self, request, *args, **kwargs):
        self.state = request.POST.get("state", "")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        steps = signing.loads(self.state)
        return render(request, "wizard.html", {"steps": steps})
