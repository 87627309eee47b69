import pyDes

ALGORITHMS = {1: "des", 2: "3des"}
STRENGTH = 1


def encrypt(key: bytes, data: bytes) -> bytes:
    name = ALGORITHMS[STRENGTH]
    if name == "des":
        return pyDes.des(key[:8], pyDes.CBC, b"\0" * 8).encrypt(data)
    raise ValueError(name)
