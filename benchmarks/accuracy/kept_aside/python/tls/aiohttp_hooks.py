import aiohttp


async def notify(url: str, payload: dict) -> int:
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        async with session.post(url, json=payload, ssl=False) as answer:
            return answer.status
