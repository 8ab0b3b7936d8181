"""Demo deliveries: an invented council's child-level records, delivered month by month as the contract asks.

Belongs here: the committed plan (counts, no children), the solver that makes the plan from the published figures,
the making of histories from plan and seed, and the source faults laid over them.
Does not belong here: reading deliveries, counting indicators, anything the pipeline itself needs to run.
"""
