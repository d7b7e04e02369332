"""Tables as publishers print them, read as text: CSV, workbooks and replies of APIs, and what their cells mean."""
