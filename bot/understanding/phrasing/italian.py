"""The Italian that players use of a piece that is there: "più mosso", "un poco meno allegro", "più piano"."""

from bot.understanding.phrasing.parts import Match, Rule, compiled

#: (more of it, less of it) by the Italian word
_TERMS = {
    "mosso|veloce|presto|allegro|rapido|vivace|svelto|animato|stretto|velocemente": ("faster", "slower"),
    "lento|adagio|largo|lentamente|sostenuto|ritenuto": ("slower", "faster"),
    "calmo|tranquillo|quieto|piano|dolce|delicato|rilassato": ("calmer", "more energetic"),
    "agitato|energico|forte|con\\s+fuoco|con\\s+brio|intenso|appassionato": ("more energetic", "calmer"),
    "triste|mesto|malinconico|dolente": ("sadder", "happier"),
    "felice|allegra|gioioso|giocoso|lieto": ("happier", "sadder"),
    "scuro|cupo": ("darker", "brighter"),
    "lungo": ("longer", "shorter"),
    "corto|breve": ("shorter", "longer"),
}


def _compared(match: Match) -> str:
    more, less = next(change for words, change in _TERMS.items() if compiled(words).fullmatch(match["term"]))
    change = less if match["how"].lower().startswith("m") else more
    return f"a bit {change}" if match["poco"] else change


_RULES: tuple[Rule, ...] = (
    (compiled(r"\b(?P<poco>(?:un\s+)?(?:poco|po'|pochino|pochettino)\s+)?(?P<how>pi[uù]|meno)\s+"
              rf"(?P<term>{'|'.join(_TERMS)})\b(?:,?\s*(?:per\s+favore|prego|grazie))?"), _compared),
    (compiled(r"\b(?P<poco>(?:un\s+)?poco\s+a\s+poco\s+|molto\s+)?(?:accelerando|stringendo)\b"), "faster"),
    (compiled(r"\b(?:molto\s+)?(?:rallentando|ritardando|allargando)\b"), "slower"),
    (compiled(r"\b(?:ma|però)\s+non\s+(?:troppo|tanto)\b|\b(?:per\s+(?:favore|piacere)|prego)\b"), " "),
)  # fmt: skip


def without_italian(text: str) -> str:
    """`text`, whatever its language, with the terms in English."""
    for pattern, meaning in _RULES:
        text = pattern.sub(meaning, text)
    return text
