import numpy as np
from rest_framework.response import Response
from rest_framework.views import APIView


class MatrixView(APIView):
    def post(self, request):
        size = int(request.data["size"])
        if size > 500 or size < 1:
            return Response({"size": "1 to 500"}, status=400)
        matrix = np.zeros((size, size))
        matrix[0, :] = 1.0
        return Response({"sum": float(matrix.sum())})
