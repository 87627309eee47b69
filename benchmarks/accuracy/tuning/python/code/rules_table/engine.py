CHECKS = {"adult": lambda facts: facts["age"] >= 18, "local": lambda facts: facts["country"] == "DE"}


class Rule:
    def __init__(self, condition):
        self.condition = condition.strip()

    def holds(self, facts):
        return bool(CHECKS[self.condition](facts))
