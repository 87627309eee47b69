import pickle
import zlib


def pack(value):
    return zlib.compress(pickle.dumps(value))


def unpack(data):
    return pickle.loads(zlib.decompress(data))
