import ldap
from ldap.filter import escape_filter_chars
from django.contrib.auth import login
from django.shortcuts import redirect, render

from .models import Person


def sign_in(request):
    if request.method != "POST":
        return render(request, "sign_in.html")
    connection = ldap.initialize("ldaps://directory.example.org")
    query = "(&(uid=%s)(active=TRUE))" % escape_filter_chars(request.POST["uid"])
    hits = connection.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, query, ["dn"])
    if len(hits) != 1:
        return render(request, "sign_in.html", {"error": "unknown"}, status=401)
    connection.simple_bind_s(hits[0][0], request.POST["password"])
    login(request, Person.objects.get(dn=hits[0][0]))
    return redirect("home")
