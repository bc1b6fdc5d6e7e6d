"""The text of a message while it is being read: cleaned once, then read slot by slot."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.characters import simplified
from bot.understanding.language import language_of
from bot.understanding.lexicon import LEXICON_LANGUAGES
from bot.understanding.numbers import with_digits
from bot.understanding.phrasing.italian import without_italian
from bot.understanding.phrasing.parts import FORM_PART
from bot.understanding.phrasing.remarks import is_chinese_remark, is_remark
from bot.understanding.pictures import with_pictures_named
from bot.understanding.spelling import corrected, unstretched
from bot.understanding.translation import in_english

#: what is longer is cut; Discord allows 2,000 characters in a message, 4,000 with a subscription
MAX_CHARACTERS = 2000
#: longer texts describe a piece rather than remark on one
LONGEST_REMARK = 600
#: stands for what a slot has read already; neither a letter nor a space, so no word runs across it
_READ = "\x1f"

_SLANG = {
    "smth": "something", "sth": "something", "smthn": "something", "somethin": "something",
    "sumn": "something",
    "gimme": "give me", "lemme": "let me", "wanna": "want to", "gonna": "going to", "pls": "please",
    "plz": "please", "plss": "please", "thx": "thanks", "ty": "thanks", "rn": "right now", "tho": "though",
    "abt": "about", "w/o": "without", "w/": "with ", "u": "you", "ur": "your", "r": "are", "im": "i'm",
    "ive": "i've", "dont": "don't", "doesnt": "doesn't", "cant": "can't", "isnt": "isn't", "whats": "what's",
    "adn": "and", "teh": "the", "hte": "the", "wiht": "with", "wtih": "with", "moer": "more", "mroe": "more",
    "jsut": "just",
     "mkae": "make", "maek": "make", "tihs": "this", "thsi": "this", "taht": "that", "liek": "like",
    "bti": "bit",
     "fo": "of", "lil": "little", "kinda": "kind of", "gotta": "got to", "tht": "that", "wth": "with",
    "witout": "without", "wihtout": "without", "insted": "instead", "isntead": "instead", "lenght": "length",
    "rythm": "rhythm",
     "wat": "what", "dnt": "don't", "didnt": "didn't", "wouldnt": "wouldn't", "thats": "that's",
    "its": "it's", "lets": "let's", "arent": "aren't", "wasnt": "wasn't", "id": "i'd", "theres": "there's",
        "wheres": "where's", "heres": "here's", "youre": "you're", "theyre": "they're", "hes": "he's",
            "shes": "she's",
    "whos": "who's", "hows": "how's", "youd": "you'd", "theyd": "they'd", "itll": "it'll", "thatll":
        "that'll", "youll": "you'll", "bc": "because", "cuz": "because", "coz": "because",
    "prolly": "probably", "defo": "definitely", "def": "definitely", "tmrw": "tomorrow", "sry": "sorry",
        "srry": "sorry", "tks": "thanks", "thnx": "thanks", "tysm": "thanks", "b4": "before",
    "mins": "minutes", "vry": "very", "rly": "really", "rlly": "really", "realy": "really", "smt":
        "something", "sum": "some", "dat": "that", "dis": "this", "da": "the", "wit": "with", "moar":
            "more", "mor": "more", "les": "less",
    "bits": "bit", "wee": "little", "em": "them", "gtr": "guitar", "pno": "piano", "lotta": "lot of",
        "outta": "out of", "shoulda":
        "should have", "coulda": "could have", "oughta": "ought to", "tryna": "trying to", "finna":
            "going to",
    "why'd": "why did", "how'd": "how did",
    "recs": "recommendations", "bout": "about",
    "instrumentals": "instrumental", "ya": "you", "n": "and", "&": "and",
    "bmp": "bpm", "secnds": "seconds", "secods": "seconds", "barz": "bars",
    "shd": "should", "shud": "should", "shuld": "should", "cld": "could", "cud": "could", "culd": "could",
    "wld": "would", "wud": "would", "wuld": "would", "abit": "a bit", "alil": "a little", "alot": "a lot",
    "luv": "love", "gud": "good", "gd": "good", "nd": "and", "hav": "have", "giv": "give", "agn": "again",
        "agen": "again",
    "bak": "back", "bck": "back", "plox": "please", "pleas": "please", "instd": "instead",
    "w": "with", "rm": "remove", "kk": "ok", "minr": "minor", "majr": "major", "saxaphone": "saxophone",
        "saxaphones": "saxophones",
}  # fmt: skip
_SLANG_PATTERN = re.compile(
    r"(?<![\w'&/.-])(?:"
    + "|".join(re.escape(w) for w in sorted(_SLANG, key=len, reverse=True))
    + r")(?![\w'&/.-])|(?<![\w/])w/o?(?=\s?[a-z])",
    re.IGNORECASE,
)
#: "shouldnt", "does'nt", "don''t"
_NOT = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|could|should|would|must|need|ai|wo|ca)(?:n?'n?t|n''t|nt)"
    r"(?![\w'])'?",
    re.IGNORECASE,
)
#: "loose the drums" wants them out
_LOOSE = re.compile(r"\bloose(?=\s+(?:the|that|those|these|all|my|our)\b)", re.IGNORECASE)
_IT = r"\s+(?:it|this|that|things)\s+"
#: what people say of music that is there, and what they mean
_IDIOMS = (
    # "epic-er", "lofi-er"
    (re.compile(r"(?<![\w-])([a-z]{3,})-er(?![\w-])", re.IGNORECASE), r"more \1"),
    (
        re.compile(r"^\W*good\s+(?:morning|afternoon|evening|day)\b\s*[,.!]+\s*(?=\w+\s+\w)", re.IGNORECASE),
        "",
    ),
    (
        re.compile(
            r"\b(?:theremin|kazoo|didgeridoo|hurdy[- ]gurdy|otamatone|stylophone|beatbox)"
            r"(?:-?(?:y|ish|esque)|[\s-](?:like|style|sounding|type|ish))\b\s*",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        re.compile(
            r"\b(?:silent\s+|old\s+)?(film|movie|game|quiz|trivia|pizza|poker|bingo)[\s-]+nights?\b",
            re.IGNORECASE,
        ),
        r"\1",
    ),
    (
        re.compile(
            r"\b(?:in\s+)?(?:whatever|whichever|any)\s+(?:mood|style|key|tempo|vibe|genre|instruments?)\s+"
            r"(?:that\s+)?you\s+(?:fancy|like|want|feel\s+like|prefer|think\s+\w+)\b",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        re.compile(
            r"\b(?:don't|do\s+not|stop|quit)\s+giv(?:e|ing)\s+(?:me|us)\s+(?:any\s+)?(?=\w)", re.IGNORECASE
        ),
        "no ",
    ),
    (re.compile(r"\bin\s+(?:the|your)\s+library\b", re.IGNORECASE), "in the catalogue"),
    (
        re.compile(
            r"\b(?:baby|child|love\s?child|offspring)\s+of\s+(?=(?:take|track|number|#|the|these))",
            re.IGNORECASE,
        ),
        "blend of ",
    ),
    (re.compile(r"\bvoice[\s-]+(?:channel|chat|room|call)s?\b", re.IGNORECASE), "vc"),
    (re.compile(r"\b(every|each|all(?:\s+the)?)\s+voices?\b", re.IGNORECASE), r"\1 part"),
    (
        re.compile(
            rf"\b(?:(?:tone|dial|wind){_IT}(?:down|back)|(?:take|bring){_IT}down)\s*(?:a\s+notch|a\s+bit)?"
            rf"(?=\W*$|\W+(?:and|but|please))",
            re.I,
        ),
        "calmer",
    ),
    (
        re.compile(
            rf"\b(?:liven|spice|amp|hype|jazz|pump|turn){_IT}up(?=\W*$|\W+(?:and|but|please|a\s+(?:bit"
            rf"|notch)))",
            re.I,
        ),
        "more energetic",
    ),
    (re.compile(r"\b(\w{3,}er)\s+still\b", re.IGNORECASE), r"even \1"),
    (re.compile(r"\b(\d+)\s+minuets?\b", re.IGNORECASE), r"\1 minutes"),
    (re.compile(rf"\b(?:cheer|brighten|lighten){_IT}up\b", re.I), "happier"),
)
#: written letter by letter: "s l o w e r"
_SPELLED_OUT = re.compile(r"(?<![\w'])(?:[a-z]\s){3,12}[a-z](?![\w'])", re.IGNORECASE)
_KEPT_WITH_AMPERSAND = re.compile(r"\b(d|r|drum|drums)\s?&\s?(d|b|bass)\b", re.IGNORECASE)

#: more marks on one letter than any language writes
_PILE = re.compile(r"[\u0300-\u036f]{3,}")


def _without_marks(text: str) -> str:
    """Without control and format characters, and without piled-up combining marks ("zalgo")."""
    kept: list[str] = []
    # a pile goes before it is composed: one of its marks would make another letter of the one below
    unpiled = _PILE.sub("", unicodedata.normalize("NFKD", text))
    for character in unicodedata.normalize("NFKC", unpiled):
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            continue
        kept.append(
            " " if category in ("Cc", "Zl", "Zp") else "" if category in ("Cf", "Cs", "Co") else character
        )
    return "".join(kept)


def plain(text: str) -> str:
    """`text` without Discord markup and invisible characters."""
    text = _without_marks(text[:MAX_CHARACTERS])
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    text = re.sub(r"<a?:(\w+):\d+>", r" \1 ", text)
    text = re.sub(r"<[@#][!&]?\d+>|@(?:everyone|here)\b|https?://\S+", " ", text)
    text = re.sub(r"\d{13,}", lambda m: m.group()[:12], text)  # no number of music, but slow to look through
    text = re.sub(
        r"[*_`~|]{1,3}", " ", text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    )
    return re.sub(r"\s+", " ", text).strip()


def _said_plainly(match: "re.Match[str]") -> str:
    word = match.group()
    return word if word == "Em" else _SLANG.get(word.lower(), word)  # a key


def cleaned(text: str) -> str:
    """Plain English or Chinese with slang and number words written out and slips put right."""
    text = _SPELLED_OUT.sub(lambda m: m.group().replace(" ", ""), text)
    text = _KEPT_WITH_AMPERSAND.sub(lambda m: m.group().replace(" ", ""), text)
    text = _LOOSE.sub("lose", _NOT.sub(r"\1n't", text))
    text = _SLANG_PATTERN.sub(_said_plainly, text)
    for idiom, meaning in _IDIOMS:
        text = idiom.sub(meaning, text)
    return re.sub(r"\s+", " ", corrected(with_digits(unstretched(text)))).strip()


def _plainly(written: str, language: str) -> str:
    if language in LEXICON_LANGUAGES:
        english = with_digits(in_english(with_digits(written) if language == "ja" else written, language))
        return with_pictures_named(english)
    return cleaned(with_pictures_named(simplified(written) if language == "zh" else written))


@dataclass(frozen=True, slots=True)
class Plain:
    """A message in plain English or Chinese (`text`), not put in other words; `written`: the same, or in a
    language that is read through a lexicon the message as it was; `language`: of the message."""

    text: str
    written: str
    language: str = "en"


def plainly(message: str, before: str = "") -> Plain:
    """`message` as it was said; `before` is the language spoken so far."""
    written = plain(message)
    language = language_of(written, before)
    text = _plainly(written, language)
    return Plain(text, written if language in LEXICON_LANGUAGES else text, language)


def _rephrased(text: str, language: str) -> str:
    """A remark in the words that the slots know. The frames of remarks are loaded for the first one alone:
    compiling them takes a second, which a command that reads no message has no need of."""
    if language == "zh":
        from bot.understanding.phrasing.chinese import rephrased_chinese

        return rephrased_chinese(text)
    from bot.understanding.phrasing.english import rephrased

    return rephrased(text)


def _is_remark(written: str, text: str, rephrased: str, language: str) -> bool:
    """Whether what was `written`, in English `text`, only tells something; what its words were put for must
    not be a wish either."""
    from bot.understanding.phrasing import telling
    from bot.understanding.phrasing.telling_elsewhere import tells_only_in

    if language == "zh":
        return is_chinese_remark(text) or (
            telling.tells_only_in_chinese(text) and not telling.is_wish_in_chinese(rephrased)
        )
    if language != "en":
        return is_remark(text) or tells_only_in(written, language)
    return is_remark(text) or (telling.tells_only(text) and not telling.is_wish(rephrased))


class Text:
    """One message. `original` keeps its case; `rest` is lower case with read spans blanked.

    `language` is what it was written in (ISO 639-1); what is neither English nor Chinese is read from what
    its lexicon makes of it in English. Where it `continues` something, what people say of music that is there
    is put in the words that the slots know.
    """

    def __init__(self, message: str, before: str = "", *, continues: bool = False) -> None:
        written = without_italian(plain(message)) if continues else plain(message)
        self.language = language_of(written, before)
        self.original = _plainly(written, self.language)
        said = self.original
        #: whether one part of the form is wished otherwise
        self.names_a_part = continues and bool(FORM_PART.search(self.original))
        if continues and len(self.original) <= LONGEST_REMARK:
            self.original = _rephrased(said, self.language)
        #: whether it only tells something, mostly how what is there is liked
        self.is_remark = continues and _is_remark(written, said, self.original, self.language)
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.original)
        self.lower = lowered
        self.rest = lowered
        self.rest_original = self.original

    def take(self, start: int, end: int) -> None:
        """Marks characters start to end as read."""
        blank = _READ * (end - start)
        self.rest = self.rest[:start] + blank + self.rest[end:]
        self.rest_original = self.rest_original[:start] + blank + self.rest_original[end:]

    def taken(self, pattern: "re.Pattern[str]", *, cased: bool = False) -> Iterator["re.Match[str]"]:
        """Every match of `pattern` in what is still unread; each is marked as read."""
        for match in list(pattern.finditer(self.rest_original if cased else self.rest)):
            self.take(*match.span())
            yield match

    @property
    def words(self) -> list[str]:
        return re.findall(r"[^\W_]+(?:'[a-z]+)?", self.lower)

    @property
    def unread(self) -> str:
        """What no slot has read, for the eyes of the sentence encoder."""
        return re.sub(r"\s+", " ", self.rest.replace(_READ, " ")).strip()
