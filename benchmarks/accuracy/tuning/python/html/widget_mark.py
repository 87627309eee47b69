from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def icon(name):
    return format_html('<i class="icon-{}"></i>', name)


@register.filter(is_safe=True)
def highlight(text, word):
    text, word = escape(text), escape(word)
    return mark_safe(text.replace(word, f"<mark>{word}</mark>"))
