"""The assets, in the order of the way of the data: deliveries, dbt models, published files, report."""
