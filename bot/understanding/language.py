"""Which language a message is written in: by script, by small words, and by the words of the lexicons."""

import re
from functools import cache

from bot.understanding.lexicon import (
    LEXICON_LANGUAGES,
    UNSPACED,
    english_sides,
    folded,
    lexicon,
    tokens_of,
)
from bot.understanding.spelling import vocabulary
from bot.understanding.style_adjectives import ADJECTIVES
from bot.understanding.translation import find_phrase, shared_names

#: languages that are read; all others are named, and what can be guessed of them is used
READ_LANGUAGES = ("en", "zh", *LEXICON_LANGUAGES)
#: what they are called in English, also those that are told apart but not read
NAMES = {
    "en": "English", "zh": "Chinese", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese",
    "ja": "Japanese", "ko": "Korean", "ru": "Russian", "ar": "Arabic", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "tr": "Turkish", "sv": "Swedish", "vi": "Vietnamese", "id": "Indonesian", "cs": "Czech",
    "ro": "Romanian", "hu": "Hungarian", "fi": "Finnish", "uk": "Ukrainian", "fa": "Persian", "he": "Hebrew",
    "el": "Greek", "hi": "Hindi", "th": "Thai", "da": "Danish", "no": "Norwegian",
}  # fmt: skip
_SCRIPTS = (
    ("ja", re.compile(r"[぀-ヿ]")),
    ("ko", re.compile(r"[가-힯ᄀ-ᇿㄱ-ㆎ]")),
    ("zh", re.compile(r"[一-鿿]")),
    ("uk", re.compile(r"[іїєґ]", re.IGNORECASE)),
    ("ru", re.compile(r"[Ѐ-ӿ]")),
    ("fa", re.compile(r"[پچژگ]")),
    ("ar", re.compile(r"[؀-ۿ]")),
    ("he", re.compile(r"[֐-׿]")),
    ("el", re.compile(r"[Ͱ-Ͽ]")),
    ("hi", re.compile(r"[ऀ-ॿ]")),
    ("th", re.compile(r"[฀-๿]")),
)
#: of these one letter tells, wherever it stands among those of the language that shares the script
_TELLTALE = {"ja", "uk", "fa"}
_SMALL_WORDS = {
    "en": """as half do be we come but so or at the a an and of for to with in on is it that some me my i you
        something music no not about song make any like me by from give please want need more less your
        this""",
    "es": """el la los las un una unos y de para con en que algo música musica canción sin por mi más quiero
        me hazme muy es qué del al lo se no ahora estoy está están estaba soy eres hay hoy ayer mañana mucho
        tengo tienes quieres puedes puedo ponme pon cómo cuál cuando donde porque pero también este esta
        esto ese esa así todo toda nada hace hacer ser fue mis tus su vez noche día después antes
        gracias suena todos puede pueden podría podrías usted ustedes""",
    "fr": """le la les un une et de des pour avec dans que quelque chose musique chanson sans je moi du au
        très est en ce plus ne pas me qu suis es sont était avez avons toi tu vous nous il elle mon ma mes
        tes sa ses cette ces ça mais ou où aussi quand comment pourquoi parce bien trop peu beaucoup toute
        tous rien fait faire veux veut peux peut soir nuit jour après avant chez sur sous
        merci ont déjà ils elles""",
    "de": """der die das ein eine einen und für mit im ist etwas musik lied ohne ich mir von zu bitte sehr
        nicht in mach auf es dem den bist sind hab habe hast du dir dich mein meine meinen dein deine er sie
        wir ihr uns euch des einem einer aber oder auch wenn wie warum weil viel kein keine heute gestern
        morgen abend nacht nach vor bei aus zum zur noch schon nur kann kannst möchte hätte gern gerne
        klingt klang danke hat haben hatte wird wurde wieder doch jetzt mal opa oma""",
    "pt": """o a os as um uma e de para com em que algo música musica canção sem eu mim do da muito quero no
        na mais pra uns é por me estou está estão você vc meu minha meus minhas seu sua hoje ontem amanhã
        não muita tenho tem quer pode posso isso essa esse esta este aquela aquele também mas porque quando
        onde toda todo nada fazer faz ser foi vez noite dia depois antes pelo pela aos às numa
        obrigado obrigada ficou tá gente""",
    "it": """il lo la gli un una e di per con in che qualcosa musica canzone senza io mi del della molto
        voglio una più al""",
    "nl": """het een en voor met iets muziek niet zonder ik mij van naar graag heel maak wat op de""",
    "pl": """coś i na z dla bez muzyka muzykę piosenkę mi jest nie bardzo zagraj proszę w do się""",
    "tr": """bir ve için ile bana müzik şarkı çok hüzünlü yap istiyorum lütfen""",
    "sv": """en ett och för med något musik låt inte utan jag mig på som är gör""",
    "da": """en et og for med noget musik sang ikke uden jeg mig på som er det kan lave gerne lidt roligt hvad
        af til trist""",
    "no": """en et og for med noe musikk sang ikke uten jeg meg på som er det kan lage gjerne litt rolig
        hva av til trist""",
    "vi": """một và cho với bài nhạc không tôi hãy buồn của""",
    "id": """yang dan untuk dengan lagu musik tidak saya sedih buat tanpa sebuah""",
    "cs": """něco a pro hudbu písničku bez mi je na se prosím smutnou""",
    "ro": """ceva și pentru cu muzică cântec fără eu mie din este o""",
    "hu": """egy és nekem zenét dal szomorú kérek valami nem legyen""",
    "fi": """jotain ja minulle musiikkia kappale surullinen ilman tee on""",
}
_SIGNS = (
    ("es", re.compile(r"[ñ¿¡]"), 2.0), ("de", re.compile(r"ß"), 2.0), ("de", re.compile(r"[äöü]"), 0.5),
    ("pt", re.compile(r"[ãõ]"), 2.0),
    ("fr", re.compile(r"\b(?:j|l|d|qu|c|s|m)'\w\w"), 1.0), ("fr", re.compile(r"[œùêîèû]|ç"), 0.7),
    ("pl", re.compile(r"[łśźżą]"), 2.0),
    ("tr", re.compile(r"[ışğ]"), 1.0), ("vi", re.compile(r"[ạảấầậắặẹếềệịọốồộớờợụứừựỳ]"), 2.0),
    ("sv", re.compile(r"å"), 1.0), ("cs", re.compile(r"[ěřů]"), 2.0), ("ro", re.compile(r"[șț]"), 2.0),
    ("hu", re.compile(r"[őű]"), 2.0),
)  # fmt: skip
#: words of every request that no table of the engine holds
_MORE_ENGLISH = """
 plus which have has got track tracks density medium playing pause stop rate could would should bars minutes
 long short one two three was were they she he us go get got now then there here out up down over just also
"""
_BY_WORD: dict[str, set[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, set()).add(_language)
#: said everywhere, so they tell nothing
_EVERYWHERE = {
    "ok", "okay", "bpm", "midi", "wow", "hm", "hmm", "haha", "lol", "bravo", "stop", "super", "cool", "top"
}  # fmt: skip
#: what the language of the conversation is worth among words that several share
_HABIT = 0.6
#: a language that is not read needs this much, since little is known of it
_STRANGE = 2.0


#: one capital alone, also with its "m", is a key or a chord
_CHORD = re.compile(r"[A-Z]|[A-G][#b]?m")


def _by_script(text: str, before: str) -> str | None:
    latin_words = len(re.findall(r"[A-Za-zÀ-ɏ]+", text))
    for language, script in _SCRIPTS:
        count = len(script.findall(text))
        # one foreign title inside a long English sentence does not turn the language
        if count and (language in _TELLTALE or count * 3 >= latin_words) and count * 3 >= latin_words:
            return "ja" if language == "zh" and before == "ja" else language
    return None


@cache
def _english_words() -> frozenset[str]:
    said = " ".join((*english_sides(), *ADJECTIVES, _SMALL_WORDS["en"], _MORE_ENGLISH))
    return vocabulary() | frozenset(re.findall(r"[a-z]+", said.lower()))


def language_of(text: str, before: str = "") -> str:
    """ISO 639-1 code of the likeliest language of `text`, in a conversation held in `before`.

    Where nothing tells, the conversation's language, else "en".
    """
    by_script = _by_script(text, before)
    if by_script is not None:
        return by_script
    words = [t.lower() for t in tokens_of(text) if t[0].isalpha() and not _CHORD.fullmatch(t)]
    words = [word for word in words if word not in _EVERYWHERE]
    scores = dict.fromkeys(_SMALL_WORDS, 0.0)
    for word in words:
        owners = _BY_WORD.get(word, set()) if word not in shared_names() else set()
        for owner in owners:
            scores[owner] += 1 / len(owners)
        if not owners and word in _english_words():
            scores["en"] += 0.1 if word in shared_names() else 0.8
    for language in LEXICON_LANGUAGES:
        if language in scores and language not in UNSPACED:
            scores[language] += _lexicon_score(words, language)
    for language, sign, worth in _SIGNS:
        if sign.search(text.lower()):
            scores[language] += worth
    if before in NAMES and any(scores.values()):
        scores[before] = scores.get(before, 0.0) + _HABIT
    best = max(scores, key=lambda language: scores[language])
    needed = scores["en"] + 0.3 if best in READ_LANGUAGES else max(_STRANGE, scores["en"] + 1.0)
    if not any(scores.values()):
        return before or "en"
    if best not in READ_LANGUAGES and scores[best] < needed:
        best = max(READ_LANGUAGES, key=lambda language: scores.get(language, 0.0))
        needed = scores["en"] + 0.3
    return best if best == "en" or scores[best] >= needed else "en"


def _lexicon_score(words: list[str], language: str) -> float:
    """How many of the words only this language's lexicon, and not English, knows; half as much for others."""
    known = lexicon(language)
    compared = [folded(word, language) for word in words]
    score = 1.0 if known.key is not None and known.key.search(" ".join(compared)) else 0.0
    at = 0
    while at < len(compared):
        found = find_phrase(known, compared, at)
        length = len(found[1].tokens) if found is not None else 1
        if found is not None and found[1].english != "-":
            telling = [
                word for word in words[at : at + length] if len(word) > 2 and word not in _english_words()
            ]
            # several words in a row that make a phrase tell, also where English has each of them
            score += 0.7 * (length if length > 1 else len(telling))
        at += length
    return score


def strange_language_note(language: str) -> str:
    """A sentence for who writes a language that is not read; "" for the others."""
    if language in READ_LANGUAGES:
        return ""
    names = ", ".join(NAMES[code] for code in READ_LANGUAGES[:-1])
    return (
        f"I do not read {NAMES.get(language, language)} yet and may have missed what you meant; "
        f"I read {names} and {NAMES[READ_LANGUAGES[-1]]}."
    )
