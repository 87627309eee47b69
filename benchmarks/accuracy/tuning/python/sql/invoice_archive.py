from django.db import connection
from django.http import JsonResponse
from django.views import View


class InvoiceArchiveView(View):
    page_size = 50

    def get(self, request, customer_id: int):
        columns = {"created": "created_at", "number": "number", "amount": "amount"}
        order = columns.get(request.GET.get("sort", ""), "created_at")
        direction = "DESC" if request.GET.get("desc") else "ASC"
        query = (
            "SELECT id, number, amount FROM billing_invoice "
            "WHERE customer_id = %s ORDER BY " + order + " " + direction
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [customer_id])
            rows = cursor.fetchmany(self.page_size)
        return JsonResponse({"invoices": [{"id": r[0], "number": r[1], "amount": str(r[2])} for r in rows]})
