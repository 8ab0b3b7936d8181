"""Many councils out of the histories of one: for the demo region, for tests and for the benchmark.

Belongs here: invented councils of other size and habits, written as deliveries. Does not belong: making the histories
themselves (orchestration/demo), or running anything on them.
"""
