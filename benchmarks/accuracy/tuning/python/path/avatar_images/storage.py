import os


class AvatarStorage:
    def __init__(self, root):
        self.root = root

    def _path(self, user, size):
        path = os.path.realpath(os.path.join(self.root, user, size + ".png"))
        if os.path.commonpath([path, self.root]) != self.root:
            raise PermissionError(path)
        return path

    def read(self, user, size):
        with open(self._path(user, size), "rb") as image:
            return image.read()
