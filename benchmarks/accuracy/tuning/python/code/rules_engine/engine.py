class Rule:
    def __init__(self, condition):
        self.condition = condition.strip()

    def holds(self, facts):
        return bool(eval(self.condition, {}, dict(facts)))
