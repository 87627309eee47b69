import json
import zlib


def pack(value):
    return zlib.compress(json.dumps(value).encode())


def unpack(data):
    return json.loads(zlib.decompress(data))
