"""Who asks, and where the data is."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

bearer = OAuth2PasswordBearer(tokenUrl="token")


@dataclass(frozen=True)
class User:
    name: str


def current_user(token: Annotated[str, Depends(bearer)]) -> User:
    """The customer who proves with a token who they are."""
    try:
        claims = jwt.decode(token, os.environ["TOKEN_KEY"], algorithms=["HS256"], options={"require": ["exp", "sub"]})
    except jwt.InvalidTokenError as error:
        raise HTTPException(status_code=401, detail="sign in first") from error
    return User(claims["sub"])


def open_database() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(os.environ["DATABASE"])
    try:
        with db:
            yield db
    finally:
        db.close()
