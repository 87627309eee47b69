from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    page = f"""
    {{% extends "base.html" %}}
    {{% block body %}}<p>{request.path} was not found</p>{{% endblock %}}
    """
    return render_template_string(page), 404
