"""A network that hears what English messages ask for: the sentence encoder, tuned on the labelled dialogues.

It knows the language from elsewhere; the regressions of bot/understanding/learned know the ways of these
messages in ten languages. What is read is the mean of both. A room of its own, so that the engine, in which
it runs, loads nothing else of the understanding.
"""
