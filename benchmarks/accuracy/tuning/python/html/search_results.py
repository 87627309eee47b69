from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .models import Article


def search(request):
    query = request.GET.get("q", "")
    articles = Article.objects.filter(title__icontains=query)[:20]
    heading = mark_safe("Results for <em>" + query + "</em>")
    return render(request, "search.html", {"heading": heading, "articles": articles, "hint": format_html("<hr>")})
