"""The pages in pandas: whole columns at a time, in memory. The business rules are those of models/."""
