from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Grade


class GradeView(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, student_id):
        if student_id != request.user.pk:
            return Response(status=403)
        grades = Grade.objects.filter(student_id=student_id)
        return Response({grade.course: grade.points for grade in grades})
