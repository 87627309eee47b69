from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/simulate")
def simulate(steps: int = Query(100), seed: int = 0):
    state, history = seed, []
    for step in range(steps):
        state = (state * 1103515245 + 12345) % 2**31
        history.append(state)
    return {"history": history}
