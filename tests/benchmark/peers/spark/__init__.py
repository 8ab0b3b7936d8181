"""The pages in Spark: DataFrames on two local cores. The business rules are those of models/.

What several parts rest on is a local checkpoint: computed once, and its plan cut, as plans that grow over a cache take
longer to analyse than to run. Shuffles have as many partitions as there are cores; adaptive execution is on.
"""
