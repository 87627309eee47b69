"""What is wrong in specifications, one module for each rule; finding the documents lies in ``app``."""
