"""The ribbon in Excel: its add-in put where Excel finds it, and what keeps Excel from it."""
