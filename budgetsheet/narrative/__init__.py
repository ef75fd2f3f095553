"""The narrative: text with tokens in, text with figures and their sources out."""
