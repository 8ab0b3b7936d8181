"""The build database: how it is opened, what dbt needs to fill it, and which deliveries are held back."""
