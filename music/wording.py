"""How a file's name and a number stand in a sentence to people."""

_MOST_LETTERS = 60


def quoted(name: str) -> str:
    """'name.mid' without letters that nobody sees, such as those that turn the direction, and a long one in
    short; "This file" where nothing is left."""
    seen = " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in name).split())
    if len(seen) > _MOST_LETTERS:
        seen = f"{seen[: _MOST_LETTERS - 20]}…{seen[-19:]}"
    return f"'{seen}'" if seen else "This file"


def number(value: float) -> str:
    """2,147,483,648 rather than 2.14748e+09; 2000; 0.25."""
    return f"{int(value):,}" if value == value // 1 and 10_000 <= abs(value) < 1e15 else f"{value:g}"
