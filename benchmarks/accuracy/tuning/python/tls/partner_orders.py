import requests


class PartnerClient:
    base = "https://api.partner.example"

    def __init__(self, token: str) -> None:
        self.token = token

    def stock(self, sku: str) -> int:
        response = requests.get(
            f"{self.base}/stock/{sku}",
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=10,
        )
        response.raise_for_status()
        return response.json()["amount"]
