"""Which language a message is written in, by script and by its small words."""

import re

_SCRIPTS = (
    ("ja", re.compile(r"[぀-ヿ]")),
    ("ko", re.compile(r"[가-힯]")),
    ("zh", re.compile(r"[一-鿿]")),
    ("ru", re.compile(r"[Ѐ-ӿ]")),
    ("ar", re.compile(r"[؀-ۿ]")),
)
_SMALL_WORDS = {
    "en": """as half do be we come but so or at the a an and of for to with in on is it that some me my i you
        something music no not about song make""",
    "es": """el la los las un una y de para con en que algo música musica canción sin por mi más quiero hazme
        muy""",
    "fr": """le la les un une et de des pour avec dans que quelque chose musique chanson sans je moi du au
        très""",
    "de": """der die das ein eine einen und für mit im ist etwas musik lied ohne ich mir von zu bitte sehr
        nicht""",
    "pt": """o a os as um uma e de para com em que algo música musica canção sem eu mim do da muito quero""",
    "it": """il lo la gli un una e di per con in che qualcosa musica canzone senza io mi del della molto
        voglio""",
}
_BY_WORD: dict[str, set[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, set()).add(_language)


def language_of(text: str) -> str:
    """ISO 639-1 code of the likeliest language; "en" where nothing tells."""
    latin_words = len(re.findall(r"[A-Za-zÀ-ɏ]+", text))
    for language, script in _SCRIPTS:
        count = len(script.findall(text))
        # one foreign title inside a long English sentence does not turn the language
        if count and count * 3 >= latin_words:
            return language
    scores = dict.fromkeys(_SMALL_WORDS, 0.0)
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        owners = _BY_WORD.get(word, set())
        for owner in owners:
            scores[owner] += 1 / len(owners)
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores["en"] + 0.5 else "en"
