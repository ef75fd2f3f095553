"""The open workbook: found in the spreadsheet program, never opened a second time."""
