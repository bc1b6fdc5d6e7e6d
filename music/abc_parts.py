"""The order of parts of an ABC tune (field P: of its header, standard v2.1, 4.4), written out.

abc2midi reads nested repeats such as `(A5)9` beyond its memory and then crashes or not, as chance has it.
"""

import re

#: parts that a tune may play, one after the other
MOST_PARTS = 1000

_HEADER = re.compile(r"\A.*?^K:", re.MULTILINE | re.DOTALL)
_ORDER = re.compile(r"^P:[ \t]*([^%\n]*).*$", re.MULTILINE)


def with_parts_written_out(tune: str) -> str | None:
    """The tune with its order of parts as a row of letters: `P:(AB)2C` as `P:ABABC`.

    An order that is none is taken out: the parts then follow as they are written. None where more than
    MOST_PARTS would sound.
    """
    header = _HEADER.match(tune)
    if not header or not (field := _ORDER.search(header[0])):
        return tune
    try:
        order = _written_out(field[1])
    except ValueError:
        order = ""
    if len(order) > MOST_PARTS:
        return None
    line = f"P:{order}" if order else "%"
    return tune[: field.start()] + line + tune[field.end() :]


def _written_out(order: str) -> str:
    """At most a little more than MOST_PARTS letters; ValueError for what is no order."""
    open_: list[str] = [""]
    last = ""  # what a number repeats
    at = 0
    while at < len(order):
        sign = order[at]
        digits = re.match(r"\d+", order[at:])
        at += len(digits[0]) if digits else 1
        if digits:
            # it stands once already
            open_[-1] = (open_[-1] + last * (min(int(digits[0][:6]), MOST_PARTS + 1) - 1))[: MOST_PARTS + 1]
            last = ""
        elif sign == "(":
            open_.append("")
            last = ""
        elif sign == ")" and len(open_) > 1:
            last = open_.pop()
            open_[-1] = (open_[-1] + last)[: MOST_PARTS + 1]
        elif "A" <= sign <= "Z":
            last = sign
            open_[-1] += sign
        elif sign not in ". \t\r":
            raise ValueError(order)
    if len(open_) > 1:
        raise ValueError(order)
    return open_[0]
