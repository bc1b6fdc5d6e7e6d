"""The assistant: use cases behind one door, `Assistant.handle`; knows no Discord and no HTML."""
