class CookieWriter:
    def __init__(self, name, secure=False):
        self.name = name
        self.secure = secure

    def write(self, response, value):
        response.set_cookie(self.name, value, secure=self.secure, httponly=True, samesite="Lax")
        return response
