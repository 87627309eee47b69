from django.contrib import admin
from django.utils.html import format_html

from .models import Customer


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ("id", "link", "status")

    def link(self, obj):
        return format_html('<a href="mailto:{}">{}</a>', obj.email, obj.name)

    def status(self, obj):
        return format_html('<span class="{}">{}</span>', obj.status, obj.get_status_display())
