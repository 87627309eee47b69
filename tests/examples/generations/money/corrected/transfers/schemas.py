"""What is sent to the service and what it answers."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LARGEST = Decimal("1000000.00")
AccountNumber = Annotated[str, Field(pattern=r"^[0-9]{10}$")]
Amount = Annotated[Decimal, Field(gt=0, le=LARGEST, max_digits=9, decimal_places=2)]


class TransferRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    from_account: AccountNumber
    to_account: AccountNumber
    amount: Amount
    memo: str = Field(default="", max_length=60)


class Transferred(BaseModel):
    id: int
    amount: Decimal
    fee: Decimal
    balance: Decimal
