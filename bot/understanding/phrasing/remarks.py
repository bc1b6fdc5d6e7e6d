"""Messages that only say how one likes what is there: "it's beautiful, i am crying", "🔥🔥 this slaps"."""

import re

from bot.understanding.phrasing.parts import IS, PRAISE, SUBJECT, VERY, compiled
from music.lexicon import entries

_FILLER = (
    r"(?:(?:oh|ooh+|wow|aw+|haha+|lol|lmao|omg|ok(?:ay)?|yes+|yeah|yep|yay|hm+|mm+|ah+|hey|damn|woah|whoa"
    r"|well|nah|man|bro"
    r"|dude|honestly|ngl|tbh|and|so|just|like|literally|thanks?(?:\s+(?:you|a\s+lot|so\s+much))?"
    r"|thank\s+you(?:\s+so\s+much)?"
    r"|ty|bless\s+you|cheers|no\s+way|okay|guys|everyone|good\s+bot|cadenza)\W*)"
)
_FEELS = (
    r"(?:crying|sobbing|in\s+love|obsessed|speechless|dead|shook|amazed|impressed|delighted|thrilled"
    r"|over\s+the\s+moon|happy|grateful|thankful|pleased|moved|touched"
    r"|so\s+happy|dancing|screaming|here\s+for\s+(?:it|this)|in\s+tears|smiling|grinning|sold|a\s+fan"
    r"|blown\s+away|asleep)"
)
_REACTION = (
    r"(?:(?:just\s+)?gets\s+me|slaps?|rocks?|rules?|bangs?|hits?(?:\s+(?:different|hard))?|goes\s+"
    r"(?:so\s+)?hard|kills\s+me"
    r"|works?(?:\s+(?:well|great"
    r"|perfectly))?|made\s+(?:my|our)\s+\w+|makes?\s+me\s+(?:cry|smile|laugh|want\s+to\s+\w+|\w+)"
    r"|made\s+me\s+\w+"
    r"|(?:gave|gives?)\s+(?:me|us)\s+(?:\w+\s+)?(?:chills|goosebumps|life)|really\s+helps?|helps?(?:\s+"
    r"(?:me|us|a\s+lot))?)"
)
_ONE = compiled(
    rf"(?:{_FILLER}*\W*)(?:"
    rf"(?:(?:{SUBJECT}|this\s+one|that\s+one){IS}\s+|sounds?\s+|looking\s+|came\s+out\s+)?{VERY}(?:{PRAISE}"
    r"|moving|touching"
    r"|magical|lit|legendary|insane|heavenly|divine|delightful|charming|lush|clean|spot\s+on|exactly\s+"
    r"(?:it|right|what\s+.+)"
    r"|the\s+one|just\s+(?:right|what\s+.+)|what\s+(?:i|we)\s+(?:wanted|needed|meant)|chef'?s?\s+kiss"
    r"|no\s+notes|goosebumps|chills"
    r"|works?\s+of\s+art|masterpiece|bravo|nailed\s+it|you\s+nailed\s+it)(?:\s+(?:so\s+far|already|as\s+is"
    r"|now|again|song|piece|track"
    r"|tune|melody|one|work|job|stuff|mate|man|bro|dude|honestly|tbh|ngl|for\s+(?:me|my|the|a|our)\s+.+"
    r"|thanks?.*|to\s+me))*"
    r"|(?:this|that|it|this\s+one|that\s+one|the\s+\w+(?:\s+\w+)?)\s+(?:(?:really|just|so|absolutely"
    rf"|totally)\s+)*{_REACTION}"
    r"|(?:i|we|he|she|they|my\s+\w+|everyone)(?:'m|'re|'s|\s+(?:am|are|is|was|were))\s+(?:(?:so|really"
    rf"|literally|actually|just)\s+)*{_FEELS}"
    r"|(?:my|our|the|his|her)\s+\w+(?:\s+\w+)?\s+(?:loves?|loved|likes?|adores?|is\s+dancing"
    r"|are\s+dancing)\s+(?:it|this|that)(?:\s+\w+)?"
    r"|(?:my|our|the|his|her)\s+\w+(?:\s+\w+)?\s+(?:fell\s+asleep|slept|danced|cried|sang|smiled|laughed"
    r"|is\s+\w+ing|are\s+\w+ing)\s+(?:to|with|at)\s+(?:it|this|that)(?:\s+(?:lol|haha|again))?"
    r"|(?:that|this)(?:'s|\s+is)\s+(?:it|the\s+one|everything|all)"
    r"|(?:that|this|those|the)\s+(?:\w+\s+){1,2}(?:though|omg)"
    r"|(?:wow+|omg|damn|mm+|oof|oh\s+my(?:\s+\w+)?|holy\s+\w+)\W+(?:that|those|this)\s+\w+(?:\s+\w+)?"
    r"|(?:my|our|the|his|her)\s+\w+\s+(?:says?|said|thinks?|thought)\s+(?:it|this|that)\s+(?:sounds?|feels?"
    r"|looks?)\s+like\s+.+"
    r"|(?:merry|happy)\s+(?:xmas|christmas|new\s+year|holidays|halloween|easter|birthday|friday|weekend)"
    r"(?:\s+(?:everyone|everybody|all|guys|folks|y'?all))?(?:\s+(?:and|to)\s+.+)?"
    r"|(?:wow\s+)?(?:now\s+)?i\s+(?:actually\s+|really\s+)?want\s+to\s+(?!hear|have|get|add|make|try)\w+"
    r"(?:\s+\w+){0,3}"
    r"|(?:absolute|total|certified|what\s+an?(?:\s+absolute)?)\s+(?:banger|bop|tune|masterpiece|vibe|belter|jam)"
    r"|m{2,}\s+\w+|hard|(?:my|our|the)\s+\w+\s+(?:hates?|loves?|will\s+kill)\s+(?:me|us)(?:\s+now)?"
    r"|so\s+\w+\s+(?:that\s+)?(?:i|we|my\s+\w+)\s+(?:nearly|almost|just|literally|actually)\s+.+"
    r"|so\s+\w+,?\s+(?:thanks?|ty|tysm|thank\s+(?:you|u))|oh\s+yeah(?:\s+baby)?|(?:they|he|she|we\s+all)\s+"
    r"(?:love|hate|loves|hates|loved)\s+it"
    r"|let'?s\s+g+o+|(?:actual|literal|total|instant)\s+(?:chills|goosebumps|tears)|chills"
    r"|(?:both|all)\s+(?:of\s+\w+\s+)?(?:asleep|happy|dancing)|you(?:'re|\s+are)\s+(?:an?\s+|the\s+)?"
    r"(?:\w+\s+)?(?:genius|best|legend|star|angel|hero|goat|wizard|champ)"
    rf"|{_FILLER}+"
    r")\W*"
)
_LIKED = re.compile(r"[^\W\d_]", re.IGNORECASE)


_CHINESE = re.compile(
    r"(?:(?:太|好|真的?|很|超级?|非常|简直)*(?:好听|美|棒|赞|绝|喜欢|爱了?|感动|舒服|治愈|完美|厉害|牛|不错"
    r"|可以)(?:了|极了|死了|啊|呀|哦|吧)*(?:谢谢你?)?"
    r"|(?:非常|真的?|太)?(?:谢谢|感谢|多谢|辛苦)(?:你|您|啦|了|大佬|机器人|老师)*(?:们)?|晚安(?:啦|了|各位"
    r"|大家)?|呜+|哈+|嘻+|哇+|嗯+|好的?|行|就这样"
    r"|就是这个|就这个|定了|满意(?:了)?|收工|(?:这个?|现在的?)?(?:速度|节奏|长度|音量|气氛|感觉|调子)"
    r"(?:刚刚?好|正好|正合适|完美|很舒服)(?:了)?|谢啦|多谢啦|好(?:放松|舒服|治愈|温柔|安静|燃|带劲)(?:啊|呀"
    r"|哦)?|.{0,12}算了[,，]?(?:不改|不用|不换)了"
    r"|(?:(?:这|那)[首个段]|宝宝|孩子|他|她|我|大家|都)*(?:睡着了?|睡了|听哭了|哭了)(?:了|呜+)*|(?:这"
    r"|那)[首个版](?:就)?(?:好|对|行)(?:了|啦)?|"
    r"[哈嘿呵啊哇]*(?:我|我们|你)?的?(?:室友|朋友|妈妈?|爸爸?|老婆|老公|孩子|女儿|儿子|猫|狗|同事|同学|邻居"
    r"|奶奶|爷爷|大家"
    r"|全家|他|她|我)们?(?:现在|正|都|已经|跟着|听得|一直|也|在)*"
    r"(?:跳舞|跳起来|哭|笑|鼓掌|尖叫|睡着?|唱歌?|点头|摇头晃脑|起鸡皮疙瘩)(?:了|呢|起来|啦)*|"
    r"(?:他|她|我|大家|孩子"
    r"|奶奶|爷爷|朋友|客人)们?(?:都)?(?:很|非常|超)?(?:喜欢|满意|开心))"
)


def is_chinese_remark(text: str) -> bool:
    """As `is_remark`: "晚安,谢谢你"."""
    clauses = [c for c in re.split(r"[,，。!！?？;；、~～\s]+", text) if c]
    return bool(clauses) and all(_CHINESE.fullmatch(clause) for clause in clauses)


def is_remark(text: str) -> bool:
    """Whether every sentence of `text` tells how the piece is liked, and none wants it otherwise."""
    if text.strip(" .!?").lower() in entries("english"):
        return False  # one word of mood may well be a wish
    sentences = [s for s in re.split(r"(?<=[.!?,;~])\s+|\n", text) if _LIKED.search(s)]
    return bool(sentences) and all(_ONE.fullmatch(sentence) for sentence in sentences)
