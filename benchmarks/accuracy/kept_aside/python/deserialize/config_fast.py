import yaml
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse


@login_required
def upload_config(request):
    text = request.FILES["config"].read()
    try:
        config = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"keys": sorted(config)})
