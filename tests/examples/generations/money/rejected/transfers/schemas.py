"""What is sent to the service and what it answers."""

from pydantic import BaseModel, ConfigDict, Field


class TransferRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    from_account: str
    to_account: str
    amount: float
    memo: str = Field(default="", max_length=60)


class Transferred(BaseModel):
    id: int
    amount: float
    fee: float
    balance: float
