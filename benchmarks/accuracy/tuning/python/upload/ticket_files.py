from rest_framework import serializers, viewsets

from .models import TicketFile


class TicketFileSerializer(serializers.ModelSerializer):
    file = serializers.FileField()

    class Meta:
        model = TicketFile
        fields = ["id", "ticket", "file"]


class TicketFileViewSet(viewsets.ModelViewSet):
    queryset = TicketFile.objects.all()
    serializer_class = TicketFileSerializer
