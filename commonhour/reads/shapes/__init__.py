"""Plain shapes of rows that several reads show, one file per noun."""
