from django.contrib import admin
from django.utils.html import format_html, mark_safe

from .models import Customer


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ("id", "link", "status")

    def link(self, obj):
        return mark_safe('<a href="mailto:%s">%s</a>' % (obj.email, obj.name))

    def status(self, obj):
        return format_html('<span class="{}">{}</span>', obj.status, obj.get_status_display())
