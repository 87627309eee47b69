import argparse
import json
import urllib.request


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default="https://weather.example.org")
    parser.add_argument("city")
    options = parser.parse_args()
    address = f"{options.server}/now?city={urllib.parse.quote(options.city)}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        print(json.load(answer)["temperature"])


if __name__ == "__main__":
    main()
