from django.db import connection
from django.http import JsonResponse
from django.views import View


class InvoiceListView(View):
    page_size = 50

    def get(self, request, customer_id: int):
        order = request.GET.get("sort", "created_at")
        if order not in ("created_at", "number", "amount"):
            return JsonResponse({"error": "unknown column"}, status=400)
        direction = "DESC" if request.GET.get("desc") else "ASC"
        query = (
            "SELECT id, number, amount FROM billing_invoice "
            "WHERE customer_id = %s ORDER BY " + order + " " + direction
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [customer_id])
            rows = cursor.fetchmany(self.page_size)
        return JsonResponse({"invoices": [{"id": r[0], "number": r[1], "amount": str(r[2])} for r in rows]})
