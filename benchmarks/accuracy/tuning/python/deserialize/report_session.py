import pickle
from binascii import unhexlify

from django.shortcuts import render
from django.views import View


class WizardView(View):
    def dispatch(self, request, *args, **kwargs):
        self.state = unhexlify(request.POST.get("state", "80047d942e"))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        with open("/srv/wizard/default.pickle", "rb") as file:
            steps = pickle.load(file)
        return render(request, "wizard.html", {"steps": steps})
