import os


class AvatarStorage:
    def __init__(self, root):
        self.root = root

    def _path(self, user, size):
        return os.path.join(self.root, user, size + ".png")

    def read(self, user, size):
        with open(self._path(user, size), "rb") as image:
            return image.read()
