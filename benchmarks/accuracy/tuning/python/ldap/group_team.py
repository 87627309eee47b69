from ldap3 import Connection
from ldap3.utils.conv import escape_filter_chars
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView


class GroupSerializer(serializers.Serializer):
    group = serializers.CharField(max_length=60)


class GroupView(APIView):
    def post(self, request):
        serializer = GroupSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        group = escape_filter_chars(serializer.validated_data["group"])
        with Connection("localhost", auto_bind=True) as conn:
            conn.search("ou=groups,dc=example,dc=org", "(cn={})".format(group), attributes=["member"])
            return Response({"members": [str(entry.member) for entry in conn.entries]})
