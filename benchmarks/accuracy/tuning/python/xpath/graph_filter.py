from lxml import etree
from rest_framework.response import Response
from rest_framework.views import APIView


class NodeView(APIView):
    tree = etree.parse("graph.xml")

    def get(self, request):
        wanted = {key: request.query_params[key] for key in ("kind", "color") if key in request.query_params}
        conditions = [f"@{key}=${key}" for key in wanted]
        expression = "//node[" + " and ".join(conditions) + "]" if conditions else "//node"
        return Response({"nodes": [n.get("id") for n in self.tree.xpath(expression, **wanted)]})
