from django.http import JsonResponse
from django.views import View

from .models import Column, Measurement


class ColumnView(View):
    def post(self, request):
        Column.objects.create(name=request.POST["name"], formula=request.POST["formula"])
        return JsonResponse({}, status=201)

    def get(self, request):
        values = []
        for column in Column.objects.all():
            compute = eval("lambda m: " + column.formula)
            values.append({column.name: [compute(m.value) for m in Measurement.objects.all()[:10]]})
        return JsonResponse({"columns": values})
