from lxml import etree
from rest_framework.response import Response
from rest_framework.views import APIView


class NodeView(APIView):
    tree = etree.parse("graph.xml")

    def get(self, request):
        conditions = [f"@{key} > {float(request.query_params[key])}" for key in ("x", "y") if key in request.query_params]
        expression = "//node[" + " and ".join(conditions) + "]" if conditions else "//node"
        return Response({"nodes": [n.get("id") for n in self.tree.xpath(expression)]})
