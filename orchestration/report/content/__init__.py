"""What the report says: published marts laid out as a document."""
