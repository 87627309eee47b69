"""The small protocols through which engines reach the machine; app hands in the real ones, tests hand in fakes."""
