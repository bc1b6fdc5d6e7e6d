"""Form: which bars bring back earlier ones, so that a piece has a theme that returns.

Phrases of four bars after the song and dance forms (A A' B A', then C C' B A'). A phrase in capitals that was
heard before returns whole; in small letters it begins like the one before and goes on its own way.
"""

PHRASE = 4
_GROUPS = ("AaBa", "CcBa")


def phrases(bars: int) -> str:
    """One letter a phrase; the bars behind the last full phrase belong to it.

    The last phrase is always small, so that the close is composed and not copied.
    """
    count = bars // PHRASE
    if count < 2:
        return ""
    if count == 2:
        return "Aa"
    if count == 3:
        return "ABa"
    letters = "".join(_GROUPS[i % 2] for i in range(-(-count // 4)))[:count]
    return letters[:-1] + letters[-1].lower()


def returning_bars(bars: int) -> dict[int, int]:
    """For every bar that brings an earlier one back, that earlier bar."""
    first: dict[str, int] = {}
    copies: dict[int, int] = {}
    for i, letter in enumerate(phrases(bars)):
        theme = letter.upper()
        start = i * PHRASE
        if theme not in first:
            first[theme] = start
            continue
        length = PHRASE if letter.isupper() else PHRASE // 2
        copies.update({start + k: first[theme] + k for k in range(length)})
    return copies
