from django import forms
from django.db import models
from django.shortcuts import redirect, render


class Attachment(models.Model):
    title = models.CharField(max_length=80)
    file = models.ImageField(upload_to="attachments/")


class AttachmentForm(forms.ModelForm):
    class Meta:
        model = Attachment
        fields = ["title", "file"]


def attach(request):
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        form.save()
        return redirect("attachments")
    return render(request, "attach.html", {"form": form})
