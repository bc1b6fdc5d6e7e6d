"""Numbers up to 199 in the lexicon languages: "ciento cuarenta", "vierundsechzig", "сто двадцать"."""

from itertools import product


def _words(said: str) -> list[str]:
    return said.split()


_ES = _words(
    "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro"
    " veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_ES_TENS = _words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_PT = _words(
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis"
    " dezessete dezoito dezenove"
)
_PT_TENS = _words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
_FR = _words(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf"
)
_FR_TENS = _words("vingt trente quarante cinquante soixante")
_DE = _words(
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn"
)
_DE_TENS = _words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_RU = _words(
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать"
    " четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
_RU_TENS = _words("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
_KO = ["", *_words("일 이 삼 사 오 육 칠 팔 구")]
_KO_NATIVE = _words("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 열세 열네 열다섯 열여섯")
_AR = {
    1: "واحد", 2: "اثنين|اثنان", 3: "ثلاث|ثلاثة", 4: "أربع|أربعة", 5: "خمس|خمسة", 6: "ست|ستة", 7: "سبع|سبعة",
    8: "ثمان|ثمانية|ثماني", 9: "تسع|تسعة", 10: "عشر|عشرة",
}  # fmt: skip
_AR_TENS = _words(
    "عشرين|عشرون ثلاثين|ثلاثون أربعين|أربعون خمسين|خمسون ستين|ستون سبعين|سبعون ثمانين|ثمانون تسعين|تسعون"
)


def _spanish() -> dict[int, list[str]]:
    small = {n: [word] for n, word in enumerate(_ES)}
    for (i, ten), n in product(enumerate(_ES_TENS, start=3), range(10)):
        small[i * 10 + n] = [f"{ten} y {_ES[n]}" if n else ten]
    return _with_hundreds(small, "cien", "ciento")


def _portuguese() -> dict[int, list[str]]:
    small = {n: [word] for n, word in enumerate(_PT)}
    small[2] += ["duas"]
    small[14] += ["catorze"]
    small[16] += ["dezasseis"]
    for (i, ten), n in product(enumerate(_PT_TENS, start=2), range(10)):
        small[i * 10 + n] = [f"{ten} e {unit}" for unit in small[n]] if n else [ten]
    return _with_hundreds(small, "cem", "cento e")


def _french() -> dict[int, list[str]]:
    small = {n: [word.replace("-", " ")] for n, word in enumerate(_FR)}
    for (i, ten), n in product(enumerate(_FR_TENS, start=2), range(10)):
        small[i * 10 + n] = [f"{ten} {'et un' if n == 1 else small[n][0]}" if n else ten]
    for n in range(10):
        small[70 + n] = [f"soixante {'et onze' if n == 1 else small[10 + n][0]}"]
        small[80 + n] = [f"quatre vingt {small[n][0]}" if n else "quatre vingts"]
        small[90 + n] = [f"quatre vingt {small[10 + n][0]}"]
    small[80] += ["quatre vingt"]
    return _with_hundreds(small, "cent", "cent")


def _german() -> dict[int, list[str]]:
    small = {n: [word] for n, word in enumerate(_DE)}
    for (i, ten), n in product(enumerate(_DE_TENS, start=2), range(10)):
        small[i * 10 + n] = [f"{_DE[n]}und{ten}" if n else ten]
    whole = dict(small)
    for n, words in small.items():
        tail = "" if n == 0 else "eins" if n == 1 else words[0]
        whole[100 + n] = [f"hundert{tail}", f"einhundert{tail}"]
    return whole


def _russian() -> dict[int, list[str]]:
    small = {n: [word] for n, word in enumerate(_RU)}
    small[2] += ["две", "двух"]
    for (i, ten), n in product(enumerate(_RU_TENS, start=2), range(10)):
        small[i * 10 + n] = [f"{ten} {unit}" for unit in small[n]] if n else [ten]
    return _with_hundreds(small, "сто", "сто")


def _korean() -> dict[int, list[str]]:
    """Before a unit alone, since each syllable is part of other words."""
    whole: dict[int, list[str]] = {}
    for hundred, ten, n in product((0, 1), range(10), range(10)):
        said = ("백" if hundred else "") + (("" if ten == 1 else _KO[ten]) + "십" if ten else "") + _KO[n]
        whole[hundred * 100 + ten * 10 + n] = [said]
    for n, word in enumerate(_KO_NATIVE, start=1):
        whole[n] = [*whole[n], word]
    units = ("초", "분", "마디", "박자", " 초", " 분", " 마디", "bpm", " bpm")
    return {n: [word + unit for word in words for unit in units] for n, words in whole.items() if n}


def _arabic() -> dict[int, list[str]]:
    small = {n: said.split("|") for n, said in _AR.items()}
    small[12] = ["اثني عشر", "اثنا عشر", "اثنتي عشرة"]
    for n in range(3, 10):
        small[10 + n] = [f"{unit} {ten}" for unit in _AR[n].split("|") for ten in ("عشر", "عشرة")]
    for (i, tens), n in product(enumerate(_AR_TENS, start=2), range(10)):
        units = _AR[n].split("|") if n else [""]
        small[i * 10 + n] = [f"{unit} و{ten}" if unit else ten for unit in units for ten in tens.split("|")]
    return _with_hundreds(small, "مئة", "مئة و")


def _with_hundreds(small: dict[int, list[str]], alone: str, joined: str) -> dict[int, list[str]]:
    gap = "" if joined.endswith("و") else " "
    return {
        **small,
        **{
            100 + n: [f"{joined}{gap}{word}" for word in words] if n else [alone]
            for n, words in small.items()
        },
    }


_TABLES = {
    "es": _spanish, "pt": _portuguese, "fr": _french, "de": _german, "ru": _russian, "ko": _korean,
    "ar": _arabic,
}  # fmt: skip
_KOREAN_UNITS = {"초": "seconds", "분": "minutes", "마디": "bars", "박자": "beats", "bpm": "bpm"}


def number_words(language: str) -> dict[str, str]:
    """What the language says for 2 to 199, to digits (Korean: with its unit); {} for others.

    One is left out, since in most of these languages it is the article.
    """
    table = _TABLES.get(language)
    if table is None:
        return {}
    said = {word: n for n, words in table().items() if n > 1 for word in words}
    if language != "ko":
        return {word: str(n) for word, n in said.items()}
    return {
        word: f"{n} {unit}"
        for word, n in said.items()
        for end, unit in _KOREAN_UNITS.items()
        if word.endswith(end)
    }
