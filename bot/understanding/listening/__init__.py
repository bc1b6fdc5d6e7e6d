"""A network that hears what English messages ask for: the sentence encoder, tuned on the labelled dialogues.

It knows the language from elsewhere; the regressions beside it (bot/understanding/learned) know the ways of
these messages in ten languages. What is read is the mean of both. Needs torch; nothing else here does.
"""
