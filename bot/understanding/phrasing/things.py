"""Tempo, pitch, length and how much happens as things: "pick up the pace", "too much going on"."""

import re

from bot.understanding.phrasing.meanings import so
from bot.understanding.phrasing.parts import AFTER, DEGREE, DOWN, INTERVAL, TEMPO, UP, Rule, compiled

THINGS: tuple[Rule, ...] = (
    # --- tempo and pitch as things
    (compiled(rf"\b(?:{UP})\s+{DEGREE}(?:up\s+)?{TEMPO}(?:\s+up)?\b{AFTER}(?!\s+(?:\w+\s+)?(?:to|by"
               rf"|at|down|back)\b)(?!\s*[:=]?\s*\d)"),
     so("faster")),
    (compiled(rf"\b(?:{DOWN})\s+{DEGREE}(?:(?:down|up|off|back)\s+)?(?:on\s+)?{TEMPO}(?:\s+(?:down"
               rf"|back|off))?\b{AFTER}"
               r"(?!\s+(?:\w+\s+)?(?:to|by|at)\b)(?!\s*[:=]?\s*\d)"), so("slower")),
    (compiled(rf"\b{DEGREE}(?:higher|quicker)\s+(?:tempo|bpm|speed|pace)\b|(?<!\d)(?<!\d\s)\b(?:tempo"
               rf"|bpm|speed|pace)\s+{DEGREE.replace('degree', 'd2')}(?:up|higher)\b"
               rf"{AFTER}(?!\s+(?:to|by)\b)(?!\s*\d)"), so("faster")),
    (compiled(rf"\b{DEGREE}lower\s+(?:tempo|bpm|speed|pace)\b|(?<!\d)(?<!\d\s)\b(?:tempo|bpm|speed"
               rf"|pace)\s+{DEGREE.replace('degree', 'd2')}(?:down|lower)\b"
               rf"{AFTER}(?!\s+(?:to|by)\b)(?!\s*\d)"), so("slower")),
    (compiled(r"(?:\b(?:it|this|that|things|tempo)\s+|^(?=drags|crawls|plods))(?:really\s+|kinda\s+"
              r"|just\s+)?(?:drags"
               r"|is\s+dragging|crawls|plods)\b|\b(?:it's|its)\s+"
               r"(?:really\s+|kinda\s+)?(?:dragging|crawling|plodding)\b|\b(?:get\s+a\s+move\s+on"
               r"|step\s+on\s+it|put\s+your\s+foot\s+down)\b"),
     "faster"),
    (compiled(r"\b(?:it's|its|it\s+is|feels?|feeling|sounds?)\s+(?:really\s+|kinda\s+|a\s+bit\s+)?"
               r"(?:rushing|rushed|hurried)\b"
               r"|\b(?:pump|hit)\s+the\s+bra?e?a?kes?\b|\btake\s+(?:it|your)\s+(?:slow|easy|time)\b"),
                "slower"),
    (compiled(rf"(?<!half\s)(?<!half\sa\s)\b(?:an?\s+)?{INTERVAL}\s+(?P<way>higher|up|above|lower|down"
        r"|below)\b"),
     lambda m: f"{'up' if m['way'].lower() in ('higher', 'up', 'above') else 'down'} a {m['interval']}"),
    (compiled(r"\b(?:pitch|transpose|shift|move|bump|raise|lower|bring|take)\s+(?:it|this|that"
               r"|everything|the\s+(?:key|pitch|whole\s+thing))\s+"
               rf"(?:up|down)?\s*(?:by\s+)?(?=an?\s+(?:couple|few)"
               rf"|an?\s+{INTERVAL.replace('interval', 'i2')}|\d+\s+(?:semi|half|tone|whole|step))"),
     lambda m: "down " if re.search(r"\blower|\bdown", m.group(), re.I) else "up "),
    (compiled(rf"\b(?:pitch|transpose|shift|raise)\s+(?:(?:it|this|that|everything|the\s+(?:key"
               rf"|pitch))\s+)?(?:(?:up|higher)\b){AFTER}"
               r"(?!\s+(?:to|by|an?|\d|half|in)\b)|\b(?:in\s+)?(?:a\s+)?higher\s+(?:key|pitch"
               r"|register)\b|\bhigher\s+pitched\b|\bhigher\s+in\s+pitch\b"
               r"|\braise\s+the\s+(?:key|pitch)\b(?!\s+(?:to|by|an?)\b)"), "up a tone"),
    (compiled(rf"\b(?:pitch|transpose|shift)\s+(?:(?:it|this|that|everything)\s+)?(?:down"
               rf"|lower)\b{AFTER}(?!\s+(?:to|by|an?|\d|half|in)\b)"
               r"|\b(?:in\s+)?(?:a\s+)?lower\s+(?:key|pitch|register)\b|\blower\s+pitched\b"
               r"|\blower\s+in\s+pitch\b"
               r"|\b(?:lower|drop)\s+the\s+(?:key|pitch)\b(?!\s+(?:to|by|an?)\b)"), "down a tone"),
    (compiled(rf"\b{DEGREE}(?:gentler|calmer|easier|slacker|lazier|more\s+relaxed)\s+(?:tempo|bpm|speed"
        r"|pace)\b"), so("slower")),
    (compiled(rf"\b{DEGREE}(?:brisker|livelier|snappier|sharper)\s+(?:tempo|bpm|speed|pace)\b"), so(
        "faster")),
    (compiled(r"\b(?:it|this|that)\s+(?:really\s+|kind\s+of\s+)?(?:races|rushes|hurries|flies\s+by"
        r"|runs\s+away)\b"), "slower"),
    (compiled(r"\b(?:the\s+)?(?:tempo|bpm|speed|pace)\s+(?:(?:should|could|can|needs?\s+to|has\s+to|must"
        r"|may)\s+)?(?:goes|go|comes|come|be)\s+"
               rf"{DEGREE}(?P<way>up|higher|down|lower){AFTER}(?!\s+(?:\w+\s+)?(?:to|by|at)\b)(?!\s*\d)"),
     lambda m: so("faster" if m["way"].lower() in ("up", "higher") else "slower")(m)),
    # --- how much happens
    (compiled(r"\b(?:thin(?:\s+out)?|reduce|cut(?:\s+down)?(?:\s+on)?|trim|lower|ease\s+up\s+on)\s+"
        r"(?:down\s+)?(?:the|some\s+of\s+the|all\s+(?:the|those)|those)\s+(?:number\s+of\s+|amount\s+of\s+)?"
               r"(?:notes|texture|arrangement|layers|ornaments|clutter)(?:\s+out)?\b"), "sparser"),
    (compiled(r"\b(?:too|so|way\s+too)\s+(?:much|many)\s+(?:stuff\s+|things\s+)?(?:going\s+on"
               r"|happening|notes|layers|parts)\b"
               r"|\b(?:less|fewer)\s+(?:stuff\s+|things\s+)?(?:going\s+on|happening)\b|\b(?:let"
               r"|make)\s+(?:it|the\s+\w+)\s+breathe\b"
               r"|\b(?:room|space)\s+to\s+breathe\b|\bkeep\s+(?:it|things)\s+(?:simple|minimal"
               r"|sparse)\b|\b(?:more\s+)?breathing\s+(?:room|space)\b"),
     "sparser"),
    (compiled(r"\b(?:more|not\s+enough)\s+(?:stuff\s+|things\s+)?(?:going\s+on|happening)\b"
               r"|\bnot\s+much\s+(?:going\s+on|happening)\b"
               r"|\bnot\s+enough\s+(?:notes|layers|parts)\b"), "busier"),
    # --- notches without a thing
    (compiled(r"\b(?:take|kick|bring|crank|turn|step|bump|dial)\s+(?:it|this|things)\s+up\s+(?:a"
               r"|another|one|a\s+few|1|2|two)\s+(?:notch|level|gear|peg)(?:e?s)?\b"
               r"|\bgo\s+harder\b|\bgo\s+(?:nuts|wild|crazy|off)\b"), "more energetic"),
    (compiled(r"\b(?:take|bring|turn|dial|tone|bump)\s+(?:it|this|things)\s+down\s+(?:a|another|one"
               r"|a\s+few|1|2|two)\s+(?:notch|level|gear|peg)(?:e?s)?\b"
               r"|\btake\s+the\s+edge\s+off\b|\b(?:dial|tone|ease|pull|take)\s+(?:it|things)\s+(?:back"
               r"|down|in)(?=\s*(?:$|[,.;!]|a\s+(?:bit|little|notch)|and\b|but\b|please))"
               r"(?:\s+a\s+(?:bit|little|notch))?|\bease\s+(?:up|off)(?!\s+on)\b"), "calmer"),
)  # fmt: skip
