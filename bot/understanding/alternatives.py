"""The other reading of an unclear wish, as a message that means it: sent as it stands, it is read so."""

from typing import Literal

Other = Literal["find", "new", "same"]

#: longer messages say clearly enough what they want, and make no button
LONGEST = 80
_WORDS: dict[Other, dict[str, str]] = {
    "find": {
        "en": "find {message}", "zh": "推荐：{message}", "es": "busca: {message}", "fr": "trouve : {message}",
        "de": "such: {message}", "pt": "procura: {message}", "ja": "{message}を探して",
        "ko": "{message} 찾아줘", "ru": "найди: {message}", "ar": "ابحث عن: {message}",
    },
    "new": {
        "en": "make something new: {message}", "zh": "写一首新的：{message}",
        "es": "haz algo nuevo: {message}", "fr": "fais quelque chose de nouveau : {message}",
        "de": "mach etwas Neues: {message}",
        "pt": "faz algo novo: {message}", "ja": "新しく作って：{message}", "ko": "새로 만들어 줘: {message}",
        "ru": "сделай что-нибудь новое: {message}", "ar": "اصنع لي شيئا جديدا: {message}",
    },
    "same": {
        "en": "same, but {message}", "zh": "改成{message}", "es": "cambia: {message}",
        "fr": "change : {message}", "de": "ändere: {message}", "pt": "muda: {message}",
        "ja": "変えて：{message}",
        "ko": "바꿔: {message}",
        "ru": "измени: {message}", "ar": "نفسها لكن {message}",
    },
}  # fmt: skip


def alternative(other: Other, message: str, language: str) -> tuple[str, ...]:
    """The message that means the `other` reading; () for a long message or a language without words for it.

    "find": music that exists instead of a new piece; "new": a new piece instead of a change; "same": a
    change of what was asked before instead of a new piece.
    """
    said = " ".join(message.split())
    words = _WORDS[other].get(language)
    if words is None or not said or len(said) > LONGEST:
        return ()
    return (words.format(message=said),)


def is_offered(message: str) -> bool:
    """Whether the message is worded as one that is offered for another reading."""
    said = " ".join(message.split())
    frames = (words.partition("{message}") for forms in _WORDS.values() for words in forms.values())
    return any(said.startswith(before) and said.endswith(behind) for before, _, behind in frames)
