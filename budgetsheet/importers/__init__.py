"""Published documents read back into the model."""
