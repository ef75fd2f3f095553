"""The window: what a person sees on a double-click."""
