"""The pages in Polars: one lazy query from Parquet to answers. The business rules are those of models/.

What several parts of the query rest on is cached: left to itself, the optimiser computes some of it again and again.
"""
