from django.core.validators import FileExtensionValidator
from rest_framework import serializers, viewsets

from .models import TicketFile


class TicketFileSerializer(serializers.ModelSerializer):
    file = serializers.FileField(validators=[FileExtensionValidator(allowed_extensions=["pdf", "txt"])])

    class Meta:
        model = TicketFile
        fields = ["id", "ticket", "file"]


class TicketFileViewSet(viewsets.ModelViewSet):
    queryset = TicketFile.objects.all()
    serializer_class = TicketFileSerializer
