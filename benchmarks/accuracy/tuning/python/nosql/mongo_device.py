import mongoengine as me
from rest_framework.response import Response
from rest_framework.views import APIView


class Device(me.Document):
    serial = me.StringField()
    site = me.StringField()


class DeviceView(APIView):
    def post(self, request):
        devices = Device.objects(site=str(request.data["query"]))
        return Response([device.serial for device in devices])
