from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import OAuth2PasswordBearer

from .services import restart, running
from .users import user_of

app = FastAPI()
scheme = OAuth2PasswordBearer(tokenUrl="token")


async def current_user(token: str = Depends(scheme)):
    user = await user_of(token)
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return user


@app.get("/services")
async def services(user=Depends(current_user)):
    return running()


@app.post("/services/{name}/restart", dependencies=[Depends(current_user)])
async def restart_service(name: str):
    await restart(name)
    return {"restarted": name}
