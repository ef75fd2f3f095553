"""The form: the one declaration of every sheet and field, for writer, reader and messages."""
