from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def sign_document(key: rsa.RSAPrivateKey, document: bytes) -> bytes:
    pad = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.MAX_LENGTH)
    return key.sign(document, pad, hashes.SHA256())


def digest_document(document: bytes) -> bytes:
    state = hashes.Hash(hashes.MD5())
    state.update(document)
    return state.finalize()
