"""Who asks: tokens made and verified."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

ALGORITHM = "HS256"
LIFETIME = timedelta(minutes=15)
bearer = OAuth2PasswordBearer(tokenUrl="/token")


@dataclass(frozen=True)
class Customer:
    id: str


def make_token(customer: Customer) -> str:
    claims = {"sub": customer.id, "exp": datetime.now(UTC) + LIFETIME}
    return jwt.encode(claims, os.environ["TOKEN_KEY"], algorithm=ALGORITHM)


def current_customer(token: Annotated[str, Depends(bearer)]) -> Customer:
    try:
        claims = jwt.decode(token, os.environ["TOKEN_KEY"], algorithms=[ALGORITHM])
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "sign in first") from error
    return Customer(claims["sub"])
