from django.shortcuts import render
from django.utils.html import format_html

from .models import Article


def search(request):
    query = request.GET.get("q", "")
    articles = Article.objects.filter(title__icontains=query)[:20]
    heading = format_html("Results for <em>{}</em>", query)
    return render(request, "search.html", {"heading": heading, "articles": articles, "hint": format_html("<hr>")})
