"""Messages that only tell how the piece is liked, in the eight languages that are read through a lexicon: a
word of praise or thanks, or of what it did to people, and no word that wishes for anything.

The word-by-word English of such a message would hold moods that nobody wished for ("ya lloré": sad).
"""

import re

#: what is longer describes a piece
_LONGEST = 90

#: by language: words that tell, words that wish
_WORDS: dict[str, tuple[str, str]] = {
    "es": (
        r"preciosidad|rico\s+suena|suena\s+(?:tan\s+)?(?:bien|rico|lindo)|bonit|lind[oa]|temazo|maravilla|pasada|llor[éeó]|encant|increíble|genial|brutal|gracias|precios"
        r"|hermos|perfect|me\s+gusta|\bamo\b|bail[aó]",
        r"\bmás|menos|\bsin\b|\bcon\b|\bpon|quita|añad|agreg|cambi|baj|s[uú]b|haz|otra|vuelv|s[oó]lo|pued|podr|quier|mejor"
        r"|pero|demasiado|ser[íi]a|estar[íi]a|vendr[íi]a|\bmuy\b.*\b(?:lent|rápid)|lent|rápid|acort|alarg",
    ),
    "fr": (
        r"adoré|adore|merci|magnifique|superbe|trop\s+(?:beau|bien|cool|stylé)|génial|j'aime|kiff|sublime|parfait|pleur"
        r"|frissons|dans(?:e|ent|é)",
        r"\bplus|moins|\bsans\b|\bavec\b|ajout|enlèv|enlev|retir|\bmets|chang|\bfai[ts]|baiss|mont|encore|revien|seulement"
        r"|juste|peu[xt]|pourr|veux|mieux|mais|lent|vite|rapide|serait|aurai|raccourc|rallong|reprend|annul",
    ),
    "de": (
        r"klingt|danke|\bliebe?\b|toll|geil|super|schön|perfekt|gänsehaut|wein(?:t|en|te)|tanz(?:t|en|te)|läuft|schleife|mega|hammer"
        r"|gefällt|\bha(?:t|ben)\s+(?:\w+\s+)*\w+t\b",
        r"mehr|weniger|\bohne|\bmit\b|schneller|langsam|\b(?!immer|aber|oder|super|hammer|wieder\s+da)\w{3,}er\b(?=\W*$)|mach|nimm|füg|\bweg\b|raus"
        r"|statt|\bnur\b|zurück|kannst|könnt|will|möcht|soll|\baber\b|nicht|kein|\bzu\s+\w+|bitte|rückgängig|\bwär|hätt|dazu|lieber|\bin\s+\w-?(?:dur|moll)",
    ),
    "pt": (
        r"\blind[oa]|maravilh|amei|adorei|obrigad|perfeit|arrepi|chor(?:ei|ou)|massa|\btop\b|incrível|ficou\s+bo[ma]|demais"
        r"|valeu|dan[çc]",
        r"\bmais\b|menos|\bsem\b|\bcom\b|p[õo]e|coloca|bota|tira|adiciona|muda|troca|baixa|abaixa|sobe|aumenta|faz|outra|volta"
        r"|\bsó\b|pode|queria|quero|melhor|\bmas\b|lent|rápid|seria|cairia|ficaria|encurta|alonga|desfaz",
    ),
    "ja": (
        r"すご|最高|かっこ(?:いい|よ)|カッコ|鳥肌|好き|綺麗|きれい|泣け|泣いた|ありがと|いい感じ|素敵|完璧|神",
        r"もっと|もう(?:少し|ちょ)|[てで](?:ください|ほしい|欲しい|くれ|もら)|[てで]$|にし|なし|抜き|入れ|足し|変え|戻|短|長く|速|早く|遅|ゆっくり|だけ"
        r"|代わり|いいな|といい|ほうが|方が|でも|けど|じゃなく|すぎて|お願い",
    ),
    "ko": (
        r"예쁘|이쁘|멋지|멋있|대박|좋아|좋다|좋네|최고|감사|고마|울겠|울었|눈물|소름|완벽|미쳤|사랑",
        r"더\s|덜\s|빼|넣|바꿔|바꾸|추가|줄여|늘려|[해어아]\s?(?:줘|주)|없이|다시|되돌|빠르|느리|대신|말고|[가-힣]게\s|면\s?좋|하지만|근데|너무",
    ),
    "ru": (
        r"огонь|класс|супер|красив|красот|спасибо|обожа|люблю|любит|танцу|плач|крут|шикарн|мурашк|звучит|отличн|прекрасн|идеальн",
        r"больше|меньше|\bбез\b|добав|убер|убра|сдела|верни|вернуть|замен|медлен|быстр|длинн|корот|только|ещё"
        r"|еще|можно|хочу|лучше|\bно\b|более|менее|слишком|\bс\s+\w+|\bбы\b|отмен|поменя|пусть|давай",
    ),
    "ar": (
        r"رائع|جميل|حلو|شكر|يسلمو|أحب|احب|عجب|سأل|روع|خراف|تحف|بكي|يجنن|ممتاز|رهيب",
        r"أسرع|اسرع|أبطأ|ابطأ|أكثر|اكثر|أقل|اقل|بدون|بلا|أضف|ضيف|شيل|احذف|غيّ?ر|خلي|اجعل|زيد|نزل|ارجع|رجع|فقط|\bبس\b|\bمع\b|لكن|أطول|أقصر"
        r"|اطول|اقصر|يكون|ممكن|أريد|ابغى|بدي|كتير\s+سري",
    ),
}  # fmt: skip
_COMPILED = {
    language: (re.compile(tells, re.IGNORECASE), re.compile(wishes, re.IGNORECASE))
    for language, (tells, wishes) in _WORDS.items()
}


def tells_only_in(written: str, language: str) -> bool:
    """Whether a message behind a piece, as it was written in one of the eight languages, is no wish."""
    if language not in _COMPILED or len(written) > _LONGEST or re.search(r"\d|[?？؟]", written):
        return False
    tells, wishes = _COMPILED[language]
    return bool(tells.search(written)) and not wishes.search(written)
