"""The engine: composing, rendering, analysing and embedding, apart from the conversation."""
