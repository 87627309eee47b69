import ast

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/math")
def compute(expression: str):
    tree = ast.parse(expression, mode="eval")
    if any(isinstance(node, ast.Import) for node in ast.walk(tree)):
        raise HTTPException(400)
    return {"value": eval(compile(tree, "<math>", "eval"))}
