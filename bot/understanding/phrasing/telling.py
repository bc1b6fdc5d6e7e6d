"""Messages behind a piece that tell something and wish for nothing: "the flute part = pure nostalgia", "we
all stayed a minute after the end, just sitting there", "the dance floor is full".

No frame fits them all, so they are known by what they lack: no sentence of theirs has the form of a wish (a
command, a modal verb, a comparison, a number, a bare fragment that names something), and one has a verb that
tells.
"""

import re

from bot.understanding.phrasing.partings import partings
from bot.understanding.phrasing.parts import DOWN, UP, compiled
from bot.understanding.qualities import is_comparative

_VERBS_OF_WISHES = (
    r"add|adding|drop|remove|lose|cut|take|make|put|give|keep|swap|switch|replace|change|turn|bring|use|go|do"
    r"|have"
    r"|play|set|slow|speed|transpose|shift|move|mute|kill|stop|leave|let|try|throw|include|strip|trim|shorten"
    r"|lengthen|extend|stretch|double|halve|triple|undo|revert|restore|return|repeat|redo|rewind|flip|trade"
    r"|exchange|substitute|sub|mix|blend|layer|start|end|finish|continue|pick|hold|ease|relax|calm|chill|tone"
    r"|lift|darken|brighten|lighten|soften|sweeten|toughen|tighten|loosen|thin|thicken|simplify|fill|space"
    r"|swing"
    r"|write|compose|generate|create|build|show|find|recommend|send|get|ditch|scrap|forget|skip|ban|exclude"
    r"|yank"
    r"|fire|sack|bench|axe|nix|no|not|nah|nope|without|with|only|just|less|more|plus|minus|solo|same|back|in"
    r"|at"
    r"|to|as|for|from|into|maybe|perhaps|how|what|which|why|is\s+it|are\s+you|any"
)
#: nothing that has one of these is only told
_WISH = compiled(
    r"\b(?:can|could|would|should|shall|might|may|must|needs?|needed|wants?|wanted|wish|wishes|let'?s"
    r"|let\s+(?:us"
    r"|me)|how\s+about|what\s+(?:about|if)|maybe|perhaps|please|pls|instead|prefers?|rather|hoping|hope"
    r"|lacks?"
    r"|lacking|missing|misses|supposed|meant|asked|too(?!\s+(?:good|cute|funny|beautiful|real|perfect"
    r"|much\s+fun))"
    r"|enough|more|less|fewer|without|with(?!\s+(?:this|it|that)\b)|out|back|off|away|again|undo|except|only|not|no|never|nobody|isn't"
    r"|aren't|wasn't|weren't|don't|doesn't|didn't|can't|won't|couldn't|wouldn't|shouldn't|hasn't|haven't|than"
    r"|version"
    r"|actually|nvm|never\s?mind|oops|wrong|mistake|mean|minor|major|bpm|tempo|key|pitch|sharp|flat|speed"
    r"|pace"
    r"|half|twice|double|octave|tone|semitone|longer|shorter|stop|change|still|bit|little|tad|lot|slightly"
    r"|very"
    r"|so(?=\s+\w+\s*$)|hurts?(?!\s+in\s+(?:the|a)\s+(?:best|good))|annoy\w*|hate[sd]?|awful|terrible|boring"
    r"|bored|ugly|bad|harsh|shrill|drown\w*"
    r"|distract\w*|cover(?:s|ed|ing)?|ruin\w*|bother\w*|wakes?|woke|scar(?:es?|ed|ing)|creeps?|shriek\w*"
    r"|scream\w*"
    r"|trash|overkill|unnecessary|overstayed|unneeded|redundant|clich\w+|alone|room|place|where|is\s+there"
    r"|on\s+top"
    r"|got\s+to|gotta|has\s+to|have\s+to|ought|stays?|goes(?!\s+(?:so\s+)?hard)|long|slow|fast|quick|make"
    r"|side|fired"
    r"|fight\w*|clash\w*|drag(?:s|ged|ging)?|rush\w*|kill(?:s|ed|ing)?|steal\w*|stole|overpower\w*|cheesy"
    r"|weird|odd"
    r"|wrong|off-key|headache|ears?|nerves?)\b|'d\b|\d|\?"
)
_COMMAND = compiled(
    r"(?:^|[,;:–—-]\s+|\b(?:and|but|so|then|now|ok|okay|please|just|also|yeah|yes|hey|well)\s+)"
    rf"(?:{_VERBS_OF_WISHES}|{UP}|{DOWN}"
    rf"|{'|'.join(sorted({re.escape(v.split()[0]) for v in partings('verbs')}))})\b"
)
_IRREGULAR = (
    r"cried|came|went|fell|stood|sat|felt|made|got|took|left|said|told|thought|kept|slept|knew|ran|sang|began"
    r"|broke"
    r"|hit|won|lost|wept|gave|saw|heard|met|paid|sent|spent|woke|wrote|rode|rose|drove|ate|drank|danced|grew"
    r"|found"
)
_PRESENT = (
    r"is|are|was|were|has|had|have|did|does|smells?|tastes|slaps|rocks|rules|hits|sounds?|feels?|looks?"
    r"|reminds"
    r"|works|fits|suits|loves|likes|makes|gives|knows|sings|dances|sleeps|thinks?|says?|goes|plays|comes"
    r"|keeps"
    r"|carries|glows|shines|floats|sparkles|breathes|warms|melts|gets|deserves|belongs|seems|means|approves?"
    r"|nods?"
    r"|asks?|tells?|owns?|tears|brings|takes|am|been|being"
)
#: a verb that tells, or what stands for one: "dance floor = full", "u legend"
_TELLS = compiled(
    rf"\b(?:{_IRREGULAR}|{_PRESENT})\b|\b(?!(?:need|need|slow|speed|add)ed\b|(?:red|bed|med|shed|led|fed|need"
    rf"|seed|speed|feed"
    r"|indeed|ted|ned|wed|hundred|kindred|sacred|naked|wicked|relaxed|detached|muted|distorted|syncopated"
    r"|swung"
    r"|laid|laid-back|haunted|twisted|wired|tired|mixed|blessed|rugged|excited|heated)\b)[a-z]{3,}ed\b"
    r"|\w'(?:s|re|m|ve)\b|\w\s+=\s+\w|^\W*(?:gg|wp|holy|bravo|brava|encore|chapeau|legend|goat)\b"
    r"|\b(?:i|we|they|people|kids|everyone|all|both)\s+(?:\w+\s+)?(?:like|love)\b"
    r"|\b(?:u|you|ya)\s+(?:absolute\s+|total\s+|\w+ing\s+)?(?:legend|genius|goat|beauty|star|hero|angel)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+|(?<=\w)\s+[-–—]\s+")
#: what is longer describes a piece
_LONGEST = 140

_CHINESE_WISH = re.compile(
    r"更|再|一点|一些|点儿?$|太(?![好棒美赞绝帅酷牛燃爱]|可爱|舒服|感人|治愈)|不|没(?!问题|毛病|得说|话说)|加|减|去|删|换|改|变|留"
    r"|别|短|长|快|慢"
    r"|高(?![端级兴])|低(?!音)|升|降|来[点个首一些]|用|要|想(?!跳舞|哭|睡|家)|能(?!听)|可以|请|\d"
    r"|[一二两三四五六七八九十百]{2,}|调|拍"
    r"|速(?!度(?:刚|正|完美|很舒服))|少|多|回|还是|吧|[吗呢]|大调|小调|压|吵|闷|拿|难听|烦|抢|刺"
)
_CHINESE_TELLS = re.compile(
    r"绝了|爱了|好听|刚好|刚刚好|好美|舒服|真好|太[好棒美赞绝帅酷牛燃]|哭|起来了|哈哈|[说问]|感觉|完美|[赞牛]"
    r"|喜欢|谢|炸了|起飞|鸡皮疙瘩"
    r"|循环|收藏|听[得了到着]|睡着|跳舞|笑|满意|到位|稳|泪|像|没问题|没毛病|带感|对味|内味|正好|正合适"
)


def _is_wish(sentence: str) -> bool:
    words = re.findall(r"[a-z][a-z'-]+", sentence.lower())
    return bool(_WISH.search(sentence) or _COMMAND.search(sentence)) or any(map(is_comparative, words))


def is_wish(text: str) -> bool:
    """Whether an English text has a form of wishes."""
    return bool(re.search(r"\d", text)) or any(map(_is_wish, _SENTENCE.split(text)))


def is_wish_in_chinese(text: str) -> bool:
    """The same of Chinese."""
    return bool(_CHINESE_WISH.search(text))


def tells_only(text: str) -> bool:
    """Whether an English text behind a piece only tells something."""
    if len(text) > _LONGEST:
        return False
    sentences = [s.strip() for s in _SENTENCE.split(text) if re.search(r"[a-z]", s, re.IGNORECASE)]
    if not sentences or re.search(r"\d", text) or any(_is_wish(sentence) for sentence in sentences):
        return False
    return any(_TELLS.search(sentence) for sentence in sentences)


def tells_only_in_chinese(text: str) -> bool:
    """The same of Chinese."""
    return len(text) <= _LONGEST // 2 and not _CHINESE_WISH.search(text) and bool(_CHINESE_TELLS.search(text))
