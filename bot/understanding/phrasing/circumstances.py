"""Reasons and circumstances beside a wish: of "my baby is sleeping, calmer please" only the wish counts.

A message is cut where a clause begins. A clause that tells of people, of an occasion or of what the music
does to somebody, and that says no change itself, is left out where another clause says one.
"""

import re
from itertools import pairwise

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import MUSIC_THING, compiled
from bot.understanding.qualities import is_comparative

_BE = r"(?:is|are|was|were|isn't|aren't)"
_DOES = (
    rf"(?:{_BE}|'s|has|have|had|hates?|hated|loves?|loved|likes?|liked|wants?|wanted|needs?|says?|said"
    r"|thinks?"
    r"|thought|keeps?|kept|can't|cannot|can|won't|will|doesn't|don't|didn't|just|got|gets?|fell|falls?|woke"
    r"|wakes?"
    r"|died|dies|wins?|loses|returns|arrives|enters|leaves|left|lags?|sings?|takes?|walks?|makes?|feels?|looks?|starts?|started|plays?|played|goes|went"
    r"|came|comes|hurts?|passed|asked|complains?|complained"
    r"|prefers?|can't|dances?|sleeps?|finds?|found|called|sounds?)"
)
_PERSON = (
    r"(?:he|she|they|people|everyone|everybody|someone|somebody|nobody|no\s+one|mom|mum|mama|mother|dad|papa"
    r"|father|grandma|grandpa|kids|folks|guests|students|players|viewers|some\s+(?:people|of\s+(?:us|them"
    r"|my\s+\w+)))"
)
#: where a clause begins: behind a sign, at a word that joins, at somebody who does something
_BOUNDARY = compiled(
    r"[,.;:!?…()–—]+(?=\s|$|[^\d\s])|(?<=\w)\s+-\s+"
    r"|\s+(?=(?:because|cause|cuz|coz|cos|bc|since|but|and|while|when|whenever|as|for|if|which|would\s+"
    r"(?:save|help|suit|please|fit|make\s+(?:me|my|us|our)))\s)"
    r"|(?<!\bnot)(?<!n't)(?<!\bit)(?<!\bis)(?<!\bwas)(?<!\bbe)(?<!\bwhy)(?<!'s)(?<!\bsounds)(?<!\bfeels)"
    r"(?<!\bthat)(?<!\bquite)(?<!\bsound)"
    r"(?<!\bfeel)\s+(?=so\s)"
    rf"|\s+(?=(?:my|our|his|her|their|the)\s+(?:[\w']+\s+){{1,3}}?{_DOES}\b)"
    rf"|(?<!\bmy)(?<!\bour)(?<!\bhis)(?<!\bher)(?<!\bthe)\s+(?={_PERSON}\s+{_DOES}\b|(?:i|we|he|she|they)"
    r"(?:'m|'re|'s|'ve|\s+(?:am|are|have|can't|just))\b)"
    r"|\s+(?=(?:i|we)\s+(?:need|want|have|got|try)\s+to\b)"
    r"|\s+(?=(?:please\s+|lol\s+|haha\s+)*(?:(?:make|slow|speed|turn|calm|tone|bring|pick|take|keep|cut)\s+"
    r"(?:it|this|that|things)\b|(?:can|could|would)\s+(?:you|we|it)\b"
    r"|(?:add|remove|drop|lose|ditch|get\s+rid)\s+(?:the|a|an|some|of)\b))"
    r"|\s+(?=(?:it's|this\s+is|that's|it\s+is)\s+(?:for|my|our)\b)"
)
_LINKS = (
    r"^\W*(?:(?:and|but|so|because|cause|cuz|coz|cos|bc|since|that|while|when|whenever|as|oh|ok(?:ay)?|well"
    r"|also"
    r"|lol|haha+|btw|plus|like|honestly|tbh|ngl|see|sorry|if|which|hey|hi|hm+|omg|ugh|actually)\b\W*)*"
)
_WISHES = (
    r"(?:(?:'d|would|really|just|kind\s+of|only|also|still|actually|do|rather|was|am|were|'m)\s*)*"
    r"(?:want|wanted|need|wish|prefer|like|love|hate|miss|think|thinking|believe|guess|hope|hoping|meant"
    r"|mean|said|asked"
    r"|feel\s+like|expected|expecting|looking|imagined|rather)\b"
)
_CIRCUMSTANCE = compiled(
    _LINKS + r"(?:"
    rf"(?:my|our|his|her|their)\s+(?!{MUSIC_THING}|vote|idea|wish|suggestion|bad\b|favou?rite)[\w']+"
    rf"|(?:i|we)(?:\b(?!\s*{_WISHES}))(?!\s*(?:'d|would)\b)"
    r"|(?:i|we)\s+(?:really\s+|just\s+|also\s+)?(?:need|want|have|got|try)\s+to\s+(?!hear|have|get|make"
    r"|be\b|add|change"
    r"|go|try|listen|keep|remove|lose|drop|swap)\w+"
    r"|(?:i|we)\s+(?:really\s+|just\s+|do\s+)?(?:love|like|hate|think)\s+(?:to\s+\w+|[\w']+ing)\b"
    rf"|{_PERSON}\b"
    r"|(?:it's|it\s+is|its|this\s+is|that's|this\s+one's|is)\s+(?:(?:just|only|actually|all)\s+)?(?:for"
    r"|from|my|our)\s"
    r"|(?:it's|it\s+is|its)\s+(?:(?:like|almost|already|so|too|really|getting)\s+)*(?:\d+(?::\d+)?\s?(?:am"
    r"|pm)"
    r"|late|early|midnight|noon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas"
    r"|halloween|raining"
    r"|snowing|night|morning|evening|bedtime|winter|summer|spring|autumn|dark\s+outside|a\s+(?:wedding"
    r"|funeral|party"
    r"|birthday|story|present|gift|surprise))\b"
    r"|(?:it's|it\s+is|this\s+is|that's)\s+(?:an?|the)\s+(?!bit\b|little\b|tad\b|touch\b|lot\b|mess\b"
    r"|shame\b|pity\b|much\b)"
    r"(?:(?!now\b)[\w']+\s*){1,3}(?:,?\s*not\s+(?:an?\s+|the\s+)?[\w']+)?\W*$"
    r"|(?:it|this|that)(?:'s|\s+is)\s+not\s+(?:like\s+)?(?:an?|the|my|some)\s+[\w']+(?:\s+[\w']+)?\W*$"
    r"|for\s+(?:my|our|his|her|their|an?|the|this|some|when|while|if|[\w']+ing)\s"
    r"|(?:it|this|that)\s+(?:(?:really|just|always|kind\s+of|would|will|won't|doesn't|does)\s+)*(?:helps?"
    r"|suits?|fits?"
    r"|match(?:es)?|reminds?|makes?\s+(?:me|us|my|our|him|her|them)|gives?\s+(?:me|us|my)|hurts?|keeps?"
    r"|scares?|wakes?"
    r"|(?:sounds?|feels?|looks?|is)\s+like\s+(?:an?|my|i|i'm|we|the)\b|slaps|rocks|rules|bangs|goes\s+hard)"
    rf"|the\s+(?!{MUSIC_THING})(?:[\w']+\s+){{1,3}}?{_DOES}\b"
    r"|so\s+[a-z]+(?=\W*$)|it's\s+giving\s+\w+"
    r"|(?:it|this|that|this\s+one)(?:'s|\s+(?:is|was|sounds|feels))\s+(?:(?:so|very|really|quite|pretty"
    r"|rather|already)\s+)*[a-z-]+\W*$"
    r"|(?:even|only)\s+the\s+\w+|(?:a|the)\s+(?:slower|faster)\s+tempo\s+would\s+save|(?:both|all)\s+"
    r"(?:of\s+(?:them|us)\s+)?(?:are\s+)?(?:asleep|awake|happy|here|gone)|chat\s+(?:says|wants|thinks)"
    r"|would\s+(?:save|suit|please|fit)\b"
    r"|(?:level|scene|chapter|act|part|verse|day|round|boss|stage)\s+\w+\s+(?:is|was|has|=)\s"
    r"|(?:that|it|this)\s+(?:was|is)\s+(?:so\s+)?\w+\s+of\s+(?:me|us)\b|my\s+(?:bad|mistake|fault)\b"
    r"|(?:the\s+)?[a-z]+\s+(?:(?:is|are)\s+)?(?:still|already|finally|not)\s+(?:awake|asleep|sleeping"
    r"|crying|up|here|gone|tired|working|studying|eating)\b"
    r"|there(?:'s|\s+is|\s+are|\s+will\s+be)\s+(?!too|no\b|not\b|room|space)"
    r")"
)
#: what goes for something, instead of for an occasion
_GOES_FOR = compiled(
    r"\b(?:go|going|aim|aiming|look|looking|ask|asked|asking|swap|trade|exchange|switch|change|sub"
    r"|substitute|hop\w*"
    r"|settle|time|as|except|but|good|perfect|great|made|written|it|this|wait|version)\s*$"
)
#: "that suits my voice" wants no voice
_NAMES = frozenset(word for name in spoken_names() if name.isascii() and " " not in name for word in (name,
    f"{name}s")) - {
    "voice", "voices", "singer", "singers",
}  # fmt: skip
_SAYS = compiled(
    r"\b(?:more|less|fewer|too|(?:not|\w+n't)\s+(?:\w+\s+)?\w+\s+enough|enough\s+(?:of|with)|instead|undo"
    r"|without|version|again|back\s+to|not\s+so|no\s+\w+|a\s+(?:bit|little|tad)"
    r"|add|remove|drop|lose|cut|take\s+(?:out|away|it)|get\s+rid|mute|swap|replace|make|turn|bring|put"
    r"|keep\s+(?:it|the)"
    r"|slow|speed|shorten|lengthen|extend|double|halve|transpose|louder|(?<!i )(?<!we )only|faster|should"
    r"|needs?\s+(?:to\s+be|an?|some)"
    r"|half|twice|could\s+(?:it|we|you)|can\s+(?:it|we|you)|raise|lower|set|tone|calm\s+it|chill\s+it|try"
    r"|bump|push|pump|crank|dial|ease|relax|rein|strip|throw|include|tempo|major|minor|bpm|not\s+(?:that"
    r"|this|as|quite)|\w+n't\s+(?:\w+\s+){0,4}(?:so|that|this)\s+\w+|as\s+\w+\s+as"
    r"|why\s+(?:so|is|does|not|isn't)|really\s+\w+(?=\W*$)|super\s+\w+|at\s+\d{2,3})\b"
    r"|\d+\s*(?:bpm|s|secs?|seconds?|mins?|minutes?|bars?|beats)\b|\d/\d|\bin\s+[a-g]\b"
)


#: what less is wanted of was said before: "it's so dark, less please"
_LESS_OF_IT = compiled(
    r"[,.;!]\s*(?:a\s+(?:bit|little|lot)\s+|much\s+)?(?:less|more)(?:\s+of\s+(?:it"
    r"|that))?(?:\s+please\b|\s*$|\s*[.!])"
)
#: a plain wish before "so": "make it sad so it fits"
_WISHED = compiled(
    r"\b(?:want|make|need|like|could|should|would|can|let|try|give|keep|go|turn|have|add"
    r"|with|sad|happy)\b"
)
#: the weather and the hour, whatever word is said of them
_OUTSIDE = compiled(
    _LINKS + r"(?:it's|its|it\s+is|the\s+(?:rain|wind|storm|snow|sun)\s+is)\s+(?:raining"
    r"|snowing|storming|pouring|getting\s+(?:late|dark)|dark\s+out)\b"
)
#: "my piano teacher" wants no piano
_PLAYERS = compiled(
    r"\b[a-z]+\s+(?:teachers?|students?|players?|lessons?|class|exams?|recitals?|practice"
    r"|neighbou?rs?)\b"
)
#: whom it does not please says nothing of what it shall be: "he hates minor keys"
_TASTE = compiled(
    _LINKS + rf"(?:{_PERSON}|(?:my|our|his|her|their|the)\s+[\w']+(?:\s+[\w']+)?)\s+(?:also\s+|really\s+"
    r"|just\s+)*"
    r"(?:hates?|only\s+(?:knows?|has|can|plays?|sings?)|can't\s+(?:stand|play|sing|do)|dislikes?"
    r"|doesn't\s+like|don't\s+like|is\s+(?:scared|afraid"
    r"|tired|sick)\s+of)\s+"
    rf"(?!(?:the|that|this|those|it)\b)[^,.;!?]*$"
)
#: who wants it is not what it shall be like: "the children sing lower", "our yoga hall prefers four minutes"
_WHO_WANTS = compiled(
    r"(?P<before>^\W*(?:(?:and|but|so|because|since|as)\s+)?)(?:my|our|his|her|their|the)\s+"
    rf"(?!{MUSIC_THING})"
    rf"(?!(?:[\w']+\s+){{0,2}}?(?:{'|'.join(sorted(map(re.escape, _NAMES), key=len, reverse=True))})\b)"
    r"(?:(?!would|could|can|will|should)[\w']+\s+){1,3}?(?=(?:wants?|needs?|prefers?|likes?|loves?|sings?"
    r"|plays?|takes?|asks?|says?"
    r"|thinks?|marches|dances?|walks?|lasts?|runs?)\b)"
)


def _says_a_change(clause: str) -> bool:
    words = re.findall(r"[a-z][a-z'-]+", _PLAYERS.sub(" ", clause.lower()))
    return bool(_SAYS.search(clause)) or any(word in _NAMES or is_comparative(word) for word in words)


def without_circumstances(text: str) -> str:
    """`text` without the clauses that are no wish, where another is one."""
    text = _PLAYERS.sub("somebody", text)
    text = _WHO_WANTS.sub(r"\g<before>they ", text)
    cuts = [0, *(m.start() for m in _BOUNDARY.finditer(text)), len(text)]
    clauses = [text[start:end] for start, end in pairwise(cuts)]
    if len(clauses) < 2:
        return text
    says = [_says_a_change(clause) for clause in clauses]
    if not any(says) or _LESS_OF_IT.search(text):
        return text
    kept: list[str] = []
    for i, clause in enumerate(clauses):
        follows = clauses[i + 1] if i + 1 < len(clauses) and says[i + 1] else ""
        is_reason = bool(re.match(r"\s*so\s", follows)) and not _WISHED.search(clause)
        told = bool(
            _OUTSIDE.match(clause)
            or (not says[i] and (is_reason or _CIRCUMSTANCE.match(clause)))
            or (says.count(True) > says[i] and _TASTE.match(clause))
        )
        if re.match(r"\s*for\s", clause) and _GOES_FOR.search("".join(clauses[:i])):
            told = False
        if not told:
            kept.append(clause)
        elif clause[:1] in ".!?;,":
            kept.append(clause[0])
    return "".join(_WHO_WANTS.sub(r"\g<before>they ", clause) for clause in kept)


_CHINESE_CIRCUMSTANCE = re.compile(
    r"^(?:因为|所以|而且|就是|主要是|毕竟|反正|好|这样|方便|适合|正好|用来|用于|(?:是|要)?给(?!我|个|它)|为了|这是给|这个?是?给|我们?(?!想(?!睡)|要(?!睡|去|上"
    r"|学|写|开)|希望"
    r"|觉得|喜欢)"
    r"|他们?|她们?|孩子|小孩|宝宝|儿子|女儿|老公|老婆|室友|朋友|同学|老师|老板|同事|邻居|妈|爸|奶奶|爷爷|外婆|外公|姥姥|客人|学生|大家|家里|现在|听着|听得|听了|让我|搞得"
    r"|今天|今晚|晚上"
    r"|明天|外面|待会|一会儿?|狗|猫|观众|粉丝|有人)"
)
_CHINESE_SAYS = re.compile(
    r"更|再|一点|一些|些|太|不够|加|减|去|删|换|改|变|留|不要|别|短|长|快|慢|高|低|升|降|翻倍|一半|回|撤|\d|[一二两三四五六七八九十百]{2,}|小调|大调|拍|调|速"
    r"|来[个点首]|用(?!来|于)"
)


def without_chinese_circumstances(text: str) -> str:
    """As `without_circumstances`: of "加长到两分钟,好跳舞" only the length counts."""
    parts = re.split(r"([,，。!！?？;；、~～]+|\s+)", text)
    clauses = parts[::2]
    says = [bool(_CHINESE_SAYS.search(clause)) for clause in clauses]
    if len(clauses) < 2 or not any(says):
        return text
    for i, clause in enumerate(clauses):
        if not says[i] and _CHINESE_CIRCUMSTANCE.match(clause) and not _CHINESE_NAMES.search(clause):
            parts[2 * i] = ""
    return "".join(parts)


_CHINESE_NAMES = re.compile("|".join(re.escape(name) for name in spoken_names() if not name.isascii()))
