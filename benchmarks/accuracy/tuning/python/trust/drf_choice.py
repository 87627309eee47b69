from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView


class ScopeSerializer(serializers.Serializer):
    scope = serializers.ChoiceField(choices=["read", "list"])


class ScopeView(APIView):
    def post(self, request):
        serializer = ScopeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        request.session["scope"] = serializer.validated_data["scope"]
        return Response(status=204)
