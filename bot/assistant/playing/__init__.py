"""Playing aloud: what is played next, its sound, and a radio that composes without end. Knows no Discord."""
