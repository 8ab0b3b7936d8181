"""How the report looks: a document as HTML, PDF or workbook."""
