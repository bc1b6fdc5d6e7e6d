"""Numbers written as words, in English and Chinese, become digits."""

import re

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "|".join(sorted({**_ONES, **_TENS, **_SCALES}, key=len, reverse=True))
_ENGLISH = re.compile(
    rf"\b(?:(?:a|an)\s+(?=hundred|thousand|million))?(?:{_WORD})(?:(?:\s+and\s+|\s*-\s*|\s+)(?:{_WORD}))*\b",
    re.IGNORECASE,
)
#: "one" is a number before a unit only; "the last one" is no number
_UNIT_FOLLOWS = re.compile(
    r"[\s-]*(?:bars?|measures?|minutes?|mins?|seconds?|secs?|hours?|beats?|bpm)\b", re.IGNORECASE
)

_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(
    r"[零〇一二两三四五六七八九十百千万]+(?=\s*(?:个|颗)?(?:星|小节|小節|秒|分钟|分半|分(?!之)|小时|bpm"
    r"|BPM|拍每))|[一二两三四五六七八九]?[十百][零〇一二三四五六七八九十]*(?=拍(?!子))"
    r"|(?<=bpm)[零〇一二两三四五六七八九十百]+|(?<=每分钟)[零〇一二两三四五六七八九十百]+(?=[拍下])"
)


_DOZEN = {"a": "12", "one": "12", "half a": "6", "two": "24", "2": "24", "three": "36", "four": "48"}
_DOZENS = re.compile(
    r"\b(?P<many>half\s+a|a|one|two|2|three|four)\s+dozen(?=\s+(?:bars?|measures?|seconds?|secs?|minutes?"
    r"|mins?)\b)",
    re.IGNORECASE,
)


#: "one seventy four bpm", "one twenty bpm"
_TENS_AND_TEENS = "|".join([*_TENS, "ten", *list(_ONES)[10:]])
_HUNDREDS = re.compile(
    rf"\b(?P<hundred>one|two)[\s-]+(?P<tens>{_TENS_AND_TEENS})(?:[\s-]+(?P<ones>{'|'.join(list(_ONES)[:9])}))?"
    r"(?=\s*-?(?:bpm|beats\b))",
    re.IGNORECASE,
)


def _with_hundred(match: re.Match[str]) -> str:
    tens = match["tens"].lower()
    ones = _ONES[match["ones"].lower()] if match["ones"] else 0
    return str(100 * _ONES[match["hundred"].lower()] + (_TENS.get(tens) or _ONES[tens]) + ones)


def _english_runs(words: list[str]) -> list[int]:
    """Values of consecutive number words; "six eight" is two numbers, "twenty four" one."""
    values: list[int] = []
    total, group, last = 0, 0, 0

    def close() -> None:
        nonlocal total, group, last
        if last:
            values.append(total + group)
        total, group, last = 0, 0, 0

    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                group = max(1, group) * 100
            else:
                total, group = total + max(1, group) * scale, 0
            last = scale
            continue
        value = _ONES.get(word) or _TENS[word]
        fits = not last or last >= 100 or (last in _TENS.values() and value < 10)
        if not fits:
            close()
        group += value
        last = value
    close()
    return values


def _english(match: re.Match[str]) -> str:
    words = [w for w in re.findall(r"[a-z]+", match.group().lower()) if w not in ("and", "a", "an")]
    if words == ["one"] and not _UNIT_FOLLOWS.match(match.string, match.end()):
        return match.group()
    if words[0] in _SCALES and not match.group().lower().startswith(("a ", "an ", "hundred")):
        return match.group()
    if words in (["million"], ["thousand"]):
        return match.group()
    return " ".join(str(value) for value in _english_runs(words))


def chinese_number(text: str) -> int:
    """The value of Chinese numerals such as "一百二十" or "三"."""
    total = group = digit = 0
    for character in text:
        if character == "万":
            total, group, digit = total + (group + digit or 1) * 10_000, 0, 0
        elif character in _CHINESE_SCALES:
            group, digit = group + (digit or 1) * _CHINESE_SCALES[character], 0
        else:
            digit = _CHINESE_DIGITS[character]
    return total + group + digit


#: "a minute and 40 seconds", "a minute 20"
_A_MINUTE_AND = re.compile(
    r"\ba(?=\s+min(?:ute)?\s+(?:and\s+)?[1-5]\d(?:\s*(?:s|secs?|seconds?))?\b(?!\s*(?:bars|bpm)))",
    re.IGNORECASE,
)


def with_digits(text: str) -> str:
    """`text` with number words as digits, and digit groups ("2,000") joined."""
    text = _DOZENS.sub(lambda match: _DOZEN[(match["many"] or "a").lower()], text)
    text = _HUNDREDS.sub(_with_hundred, text)
    text = _ENGLISH.sub(_english, text)
    text = _CHINESE.sub(lambda match: str(chinese_number(match.group())), text)
    text = _A_MINUTE_AND.sub("1", text)
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
