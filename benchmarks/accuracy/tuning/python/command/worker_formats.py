import subprocess

from django.http import HttpResponse
from django.views.generic import View


class ConvertView(View):
    formats = ("mp3", "ogg")

    def post(self, request, *args, **kwargs):
        job = ("ffmpeg", self.formats[0 if request.POST["format"] == "mp3" else 1], "/media/in.wav")
        program, extension, source = job
        line = "{0} -i {1} /media/out.{2}".format(program, source, extension)
        code = subprocess.call(line, shell=True)
        return HttpResponse(status=200 if code == 0 else 500)
