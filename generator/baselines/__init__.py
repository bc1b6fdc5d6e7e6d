"""The systems that the field grew up with, on the same grid and fields as the composer, without its
Controls."""
