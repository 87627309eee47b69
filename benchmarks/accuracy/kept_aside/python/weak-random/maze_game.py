import random

from bottle import route

WALLS = ("│", "─", " ")


class Maze:
    def __init__(self, width, height, seed=None):
        self.random = random.Random(seed)
        self.rows = [[self.random.choice(WALLS) for _ in range(width)] for _ in range(height)]

    def __str__(self):
        return "\n".join("".join(row) for row in self.rows)


@route("/maze")
def maze():
    return {"maze": str(Maze(20, 10))}
