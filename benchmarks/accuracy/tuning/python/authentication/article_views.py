from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.views.generic import CreateView, DeleteView, ListView

from .models import Article


class ArticleList(ListView):
    model = Article


class ArticleCreate(LoginRequiredMixin, CreateView):
    model = Article
    fields = ["title", "text"]


class ArticleDelete(DeleteView):
    model = Article
    success_url = reverse_lazy("articles")
