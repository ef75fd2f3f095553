"""Other spreadsheet engines as the tests' Excel: what they make of our formulas."""
