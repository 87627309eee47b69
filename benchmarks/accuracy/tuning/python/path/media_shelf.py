import os
import uuid

from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

ROOT = "/srv/media"


class UploadSerializer(serializers.Serializer):
    folder = serializers.CharField(max_length=60)
    file = serializers.FileField()

    def validate_folder(self, value):
        if value not in ("photos", "documents"):
            raise serializers.ValidationError("unknown folder")
        return value


class UploadView(APIView):
    def post(self, request):
        serializer = UploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        folder = serializer.validated_data["folder"]
        target = os.path.join(ROOT, folder, uuid.uuid4().hex)
        with open(target, "wb") as out:
            for chunk in serializer.validated_data["file"].chunks():
                out.write(chunk)
        return Response(status=status.HTTP_201_CREATED)
