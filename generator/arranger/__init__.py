"""The arranger: style templates (data in `styles/`) turn a melody with its harmony into a full piece."""
