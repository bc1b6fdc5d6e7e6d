"""Discord: thin cogs over the assistant. The only place that imports discord."""
