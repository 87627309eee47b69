from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    page = """
    {% extends "base.html" %}
    {% block body %}<p>{{ path }} was not found</p>{% endblock %}
    """
    return render_template_string(page, path=request.path), 404
