ALGORITHMS = {
    "fast": "sha1",
    "strong": "sha256",
}
DEFAULT = "strong"
