"""Messages of pictures alone: "🎻", "🌧️☕🎹". The moods of pictures stand in the lexicon of moods."""

import re

#: what plays; beside words a picture only decorates them
_INSTRUMENTS = {
    "🎹": "piano", "🎻": "violin", "🎸": "guitar", "🎺": "trumpet", "🎷": "saxophone", "🥁": "drums",
    "🪕": "banjo", "🪗": "accordion", "🪈": "flute",
}  # fmt: skip
_PICTURES = re.compile(f"[{''.join(_INSTRUMENTS)}]")


def with_pictures_named(text: str) -> str:
    """`text` with the names of the instruments that it shows, where it has no words."""
    if re.search(r"[^\W_]", text):
        return text
    return _PICTURES.sub(lambda m: f" {_INSTRUMENTS[m.group()]} ", text)
