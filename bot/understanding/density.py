"""Density in running text: how many notes for the time they take."""

import re

from bot.understanding.text import Text
from music.controls import Density

_WORDS: tuple[tuple[Density, re.Pattern[str]], ...] = (
    (
        "medium",
        re.compile(
            r"\b(?:medium|moderate|normal|average)\s+(?:note\s+)?density\b|\bdensity\s*[:=]?\s*medium\b"
            r"|\b(?:not\s+too|neither\s+too)\s+(?:busy|dense|sparse|crowded)\b|中等密度"
        ),
    ),
    (
        "sparse",
        re.compile(
            r"\bspars(?:e|ely)\b|\bminimal(?:ist|istic|ism)?\b(?!\s+techno)|\b(?:few|fewer|very\s+few"
            r"|only\s+a\s+few|(?:barely|hardly|scarcely)\s+(?:any|a)|not\s+(?:too\s+|so\s+|very\s+)?many"
            r"|almost\s+no)\s+notes?\b"
            r"|\bnot\s+(?:too\s+|so\s+)?much\s+going\s+on\b|\bmostly\s+(?:silen(?:ce|t)|rests|space)\b"
            r"|\b(?:lots?|plenty)\s+of\s+(?:space|silence|room|air)\b|\bspacious\b"
            r"|\bstripped(?:[\s-](?:back|down))?\b"
            r"|\bbare[\s-]?bones\b|\blow\s+(?:note\s+)?density\b|\bthinly\b|\bnot\s+(?:busy|dense"
            r"|crowded)\b|\bnothing\s+too\s+busy\b"
            r"|稀疏|密度(?:再|更|调|弄|要|得|稍微|放|降)*(?:低|小)|音符(?:很|比较|要|尽量|再|特别|非常|越)*少|音少|极简|简约|留白|简洁"
        ),
    ),
    (
        "dense",
        re.compile(
            r"\bdense(?:ly)?\b|\bbusy\b(?!\s+(?:city|street|day|market|bar|cafe))|\b(?:lots?|loads|tons"
            r"|plenty|(?<!not )(?<!too )(?<!so )many|full)\s+(?:of\s+)?notes\b|(?<!not )\b(?:lots"
            r"|a\s+lot)\s+going\s+on\b"
            r"|\bthick(?:ly)?\s+(?:texture|textured|layered|harmon\w+)\b|\bheavily\s+layered\b"
            r"|\bwall\s+of\s+(?:sound|notes)\b|\bas\s+many\s+notes\s+as\b|\bnotey\b"
            r"|\bhigh\s+(?:note\s+)?density\b"
            r"|\bintricate\b|\bornate\b|密集|密度(?:再|更|调|弄|要|得|稍微|提)*(?:高|大)|音符(?:很|比较|要|尽量|再|特别|非常|越)*多|繁复|稠密|华丽复杂"
        ),
    ),
)  # fmt: skip


def read_density(text: Text) -> Density | None:
    """sparse, medium or dense, or None. What was read stays for the mood, which may hear it too."""
    for density, pattern in _WORDS:
        if pattern.search(text.rest):
            return density
    return None
