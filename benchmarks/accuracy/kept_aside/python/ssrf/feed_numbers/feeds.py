import requests


class FeedStore:
    def __init__(self):
        self.addresses = []

    def add(self, address):
        self.addresses.append("https://feeds.example.org/%d.xml" % int(address))


def refresh(store):
    texts = []
    for address in store.addresses:
        texts.append(requests.get(address, timeout=10).text)
    return texts
