import io
import pickle

from bottle import post, request


class Reader(pickle.Unpickler):
    allowed = {("collections", "OrderedDict"), ("datetime", "date")}

    def find_class(self, module, name):
        if (module, name) not in self.allowed:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


@post("/records")
def records():
    values = Reader(io.BytesIO(request.body.read())).load()
    return {"count": len(values)}
