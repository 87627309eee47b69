from django.db import connections
from django.shortcuts import render


def courses(request):
    teacher = request.POST.get("teacher", "") if request.method == "POST" else request.GET.get("teacher", "")
    parts = ["SELECT c.title", "FROM course c", "JOIN teacher t ON t.id = c.teacher_id"]
    parts += ["WHERE t.name = %(teacher)s"]
    cursor = connections["replica"].cursor()
    cursor.execute("\n".join(parts), {"teacher": teacher})
    titles = [title for (title,) in cursor.fetchall()]
    return render(request, "courses.html", {"titles": titles})
