"""The workbook on disk: written whole, read with suspicion; nobody else touches its format."""
