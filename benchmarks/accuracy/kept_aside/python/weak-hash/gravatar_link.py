import hashlib

from django import template

register = template.Library()


@register.simple_tag
def avatar(mail, size=80):
    digest = hashlib.md5(mail.strip().lower().encode(), usedforsecurity=False).hexdigest()
    return f"https://www.gravatar.com/avatar/{digest}?s={int(size)}"
