import ast

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/math")
def compute(expression: str):
    tree = ast.parse(expression, mode="eval")
    allowed = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Constant, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub)
    if len(expression) > 60 or not all(isinstance(node, allowed) for node in ast.walk(tree)):
        raise HTTPException(400)
    return {"value": eval(compile(tree, "<math>", "eval"))}
