from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.views.generic import ListView, UpdateView

from .models import Photo


class PhotoList(LoginRequiredMixin, ListView):
    def get_queryset(self):
        return Photo.objects.filter(owner=self.request.user)


class PhotoEdit(LoginRequiredMixin, UpdateView):
    model = Photo
    fields = ["title", "public"]
    success_url = reverse_lazy("photos")

    def get_queryset(self):
        return Photo.objects.filter(owner=self.request.user)
