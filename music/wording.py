"""How a file's name, what somebody wrote, and a number stand in a sentence to people."""

_MOST_LETTERS = 60


def shown(text: str) -> str:
    """'text' without letters that nobody sees, such as those that turn the direction; a long one in short."""
    seen = " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).split())
    if len(seen) > _MOST_LETTERS:
        seen = f"{seen[: _MOST_LETTERS - 20]}…{seen[-19:]}"
    return f"'{seen}'"


def quoted(name: str) -> str:
    """A file's name as `shown`; "This file" where nothing of it can be."""
    told = shown(name)
    return told if told != "''" else "This file"


def number(value: float) -> str:
    """2,147,483,648 rather than 2.14748e+09; 2000; 0.25."""
    return f"{int(value):,}" if value == value // 1 and 10_000 <= abs(value) < 1e15 else f"{value:g}"
