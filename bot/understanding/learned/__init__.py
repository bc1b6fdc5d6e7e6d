"""What is learned of messages that follow a piece, from the labelled dialogues: a second reader beside the
rules, which knows less of what is said and more of how people say that nothing, or what, shall change."""
