"""Remarks on music that is there, put in the few words that the slots read: `english`, `chinese`."""
