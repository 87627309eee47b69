from celery import Celery
from django.http import JsonResponse
from django.views.decorators.http import require_POST

celery = Celery("documents")


@celery.task
def convert(name, target_format):
    import os

    code = os.system("soffice --headless --convert-to %s /documents/%s" % (target_format, name))
    return code == 0


@require_POST
def start_conversion(request):
    name = f"{int(request.POST['name'])}.docx"
    target = "odt" if request.POST.get("format") == "odt" else "pdf"
    task = convert.delay(name, target)
    return JsonResponse({"task": task.id})
