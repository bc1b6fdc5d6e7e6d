"""Originality: no piece may repeat what the model learned from, or what the catalogue holds."""
