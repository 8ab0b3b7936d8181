"""The committed plan of the demo (counts, no children) and the solver that makes it."""
