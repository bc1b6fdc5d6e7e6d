"""The words from which the role of an instrument in a refinement is read: before its name and behind it."""

import re

ONLY = re.compile(
    r"\b(?:only|just(?!\s+(?:add|throw|put|bring|give|make|stick|some|a\s+(?:bit|touch|hint|little|tad)"
    r"|with|like|needs?|wants?))|solely|purely|exclusively|nothing\s+but|(?:strip|pare|cut|reduce|boil"
    r"|narrow)(?:ped|d)?\s+(?:it\s+|this\s+|that\s+|everything\s+)?"
    r"(?:right\s+)?(?:back\s+|down\s+)?to|down\s+to(?!\s+(?:about\s+|around\s+|like\s+)?\d)|all|(?:i|we)"
    r"\s+just\s+want\s+(?:the|that)(?=\s+$)|(?<!and a )"
    r"(?<!with a )(?<!add a )(?<!plus a )"
    r"(?<!and )(?<!with )solo|unaccompanied)\b"
    r"|只(?:要|用|留|有|保留|剩|需要?)|单独|纯"
)
ADD = re.compile(
    r"\b(?:with|let|melody\s+on|lead\s+on|add(?:ing)?|plus|also|includ(?:e|ing)|bring|throw|toss|chuck"
    r"|stick|slap|slip|sneak|layer|more|some|put|insert"
    r"|give|introduce|mix|blend|work|want|wants|need|needs|(?:i'?d|would|we'd)\s+(?:like|love)|louder|back"
    r"|and|have|had|has|hear|get|there(?:'s| was| were| could be)?|overlay"
    r"|could\s+(?:use|do\s+with)|could\s+really\s+use|room\s+for|space\s+for|see|imagine|picture|consider"
    r"|enjoy|missing|lacks"
    r"|another|extra|second|backed\s+by"
    r"|alongside|drop\s+in|pop|fade\s+in"
    r"|double[ds]?|doubling|accompan(?:y|ied)\s+by|join(?:ed\s+by)?|bit\s+of|touch\s+of|hint\s+of|sprinkle)\b"
    r"|加|再来|来点|来个|来把|还要|也要|想要|想听到|再要|带|配|和|又要|添|补|垫|铺|衬|搭|有|一[个把支架点]"
    r"|多点|需要|融入|叠|^把(?=.*加)"
)
KEEP = re.compile(
    r"\b(?:keep(?:ing)?|leave|leaving|retain|preserve|hold\s+on\s+to|save|spare|stick\s+with|don'?t\s+"
    r"(?:touch|change|lose|drop|remove)|like|love)\b"
    r"(?:\s+(?:in|just))?(?:\s+(?:the|that|those|my|a))*\s*$|(?:保留|留着|留下|别动)\s*$"
)
CHANGE = re.compile(
    r"\b(?:swap(?:ping)?|replac(?:e|ing)|switch(?:ing)?|exchang(?:e|ing)|trad(?:e|ing)|substitut(?:e|ing)"
    r"|sub|chang(?:e|ing)|turn(?:ing)?|make|convert|move)\b"
    r"(?:\s+(?:out|in|the|that|those|a|an|up))*\s*$"
)
INTO = re.compile(
    r"\b(?:for|with|to|by|into|in\s+for|should\s+be|becomes?|as|be|→|->|=>|a|an)\s*(?:(?:the|a|an|some|more"
    r"|instead)\s*)*$|[-=]>\s*$|→\s*$"
)
IN_PLACE_OF = re.compile(
    r"\b(?:instead\s+of|rather\s+than|in\s+place\s+of|over|not|in\s+lieu\s+of|where\s+(?:the|that)|(?:in"
    r"|replacing|replaces?|for|take\s+over\s+from"
    r"|takes\s+over\s+from|from))\s+(?:the\s+|a\s+|an\s+|that\s+)*$"
)
PLACE = re.compile(
    r"(?:\b(?:instead\s+of|rather\s+than|in\s+place\s+of|in\s+lieu\s+of|replacing|replaces|(?:better|nicer"
    r"|cooler)\s+than)|(?<!-)>)\s+(?:the\s+|a\s+|an\s+|that\s+)*$|(?:代替|替换|取代|替代|换掉|而不是)\s*$"
)
#: "i'd prefer a piano over the guitar"
PREFERS = re.compile(r"\b(?:prefer|rather|choose|pick|take|favou?r)\b")
OVER = re.compile(r"\b(?:over|to|than)\s+(?:the\s+|a\s+|an\s+|that\s+)*$")
SWAP_IN = re.compile(r"\b(?:swap|sub|switch)\s+in\b|\bsubstitute\b")
USE = re.compile(r"(?:用|拿|由|让)\s*$")
BECOMES = re.compile(
    r"^s?\s+(?:(?:should|could|can|might|shall|may|will|is\s+to|are\s+to|to|must|needs?\s+to|has\s+to"
    r"|would\s+be\s+better|ought\s+to)\s+)?"
    r"(?:(?:maybe|rather|just)\s+)?(?:be|become|(?:swapped|replaced|exchanged|traded|switched|changed)"
    r"(?:\s+out)?\s+(?:with|for|by|to)|(?:was|were)(?=\s+an?\b)|(?:be|get)\s+(?:swapped|replaced|changed"
    r"|switched"
    r"|exchanged|traded)(?:\s+out)?\s+(?:with|for|by|to)|be\s+(?:played|done|taken|performed)\s+(?:by|on|with)|turn\s+into|as|into|->|→|=>)"
    r"(?:\s+(?:a|an|the|some|on))*\s*$|^\s*(?:->|→|=>|-->)\s*$"
)
CHINESE_SWAP = re.compile(
    r"^\s*(?:都|全部?|也|给我|直接)?(?:换成|改成|改为|换为|改用|换|变成|变为|替换成|替换为|换作|改)"
)
CHINESE_OLD = re.compile(r"^.{0,4}?(?:代替|替换|取代|替代|替掉)")
LOUD = (
    r"(?:loud(?:er|ly)?|soft(?:er|ly)?|quiet(?:er|ly)?|heav(?:y|ier)|gentl(?:e|er|y)|prominent|forward"
    r"|upfront|front|subtle|subtler|background|higher|lower|up|down|harder|mellow(?:er)?|punch(?:y|ier)"
    r"|bright(?:er)?|low)"
)
#: what is there, on another instrument: "hear it on piano"
PERFORMED_ON = re.compile(
    r"\b(?:hear|have|get|want|need|like|play|do|try)\s+(?:it|this|that|the\s+(?:whole\s+)?(?:thing|song"
    r"|piece|track"
    r"|tune|melody))\s+(?:\w+\s+)?(?:on|for|with\s+just)\s+(?:an?\s+|the\s+|some\s+|solo\s+)*$"
)
SOFT = (
    r"(?:softer|quieter|gentler|lower|subtler|mellower|lighter|another|other|over|under|rather|later|never"
    r"|after|together)"
)
VOLUME_BEFORE = re.compile(
    r"\b(?:turn(?:ing)?|calm|quiet|settle|soften|bring(?:ing)?|crank|push|pull|tone|dial|mix|make|bump"
    r"|fade)\s+(?:up\s+|down\s+|back\s+|forward\s+)?(?:the|that|those)\s+$"
    r"|\b(?:softer|quieter|gentler|heavier|lower|harder|subtler|mellower|punchier|brighter|warmer|lighter"
    r"|darker|less|the)\s+$"
    r"|\b(?:[a-z]{3,}er|(?:more|less)\s+[a-z]+)\s+$"
    r"|\b(?:lower|raise|boost|reduce|soften)\s+(?:the\s+)?(?:volume\s+of\s+)?(?:the\s+)?$"
)
VOLUME_AFTER = re.compile(
    rf"^s?\s+(?:(?:part|line|track|volume|level)\s+)?(?:(?:is|are|was|were|sounds?|feels?|should\s+be"
    rf"|could\s+be|needs?\s+to\s+be|to\s+be)\s+)?"
    rf"(?:(?:a\s+(?:bit|little|tad|lot)|way|much|too|so|more|less|slightly|kinda|really|very|still"
    rf"|bit)\s+)*{LOUD}\b"
    r"|^s?\s+(?:(?:part|line)\s+)?(?:(?:could|should|can|might|must|needs?\s+to|has\s+to|to)\s+)?be\s+"
    r"(?:(?:a\s+(?:bit|little|tad|lot)|way|much|even|slightly)\s+)*(?!other\b|under\b|over\b)(?:[a-z]{3,}er|(?:more|less)\s+[a-z]+)\b"
    r"|^(?:再|稍微?|可以|能不能|要)*(?:少|多|轻|重|慢|快)(?:点|一点)?(?:弹|吹|拉|打|敲|唱|演奏)(?:一点儿?|一些|些|点)?"
    r"|^(?:的?(?:声音?|音量|部分|力度))?(?:再|稍微?|可以|能不能|可不可以|更|太|有点儿?|有些|要|得|打|弹|吹|拉|调)*(?:轻|小声|小|大声|大|响|重|弱|强|柔|密集?|稀疏?|花哨?|简单|复杂|丰富|低调|突出)"
    r"(?:一点儿?|一些|些|点|了|吵)|^的?(?:声音?|音量|部分|力度)?(?:再|稍微?)?更(?:轻|小声|大声|响|重|弱|强|柔)"
)
#: a remark on how it sounds that says of no slot what shall change
REMARK_AFTER = re.compile(
    r"^s?\s+(?:(?:part|line|melody|track)s?\s+)?(?:(?:is|are|was|were|sounds?|feels?|seems?)|(?=(?:cool|nice|great|lovely|fine|good)\b)|"
    r"(?:should|must|needs?\s+to|has\s+to|have\s+to)\s+"
    r"(?:be|sound|feel))\s+(?!(?:an?|the)\s+(?!bit\b|little\b|tad\b|touch\b))"
    r"(?:(?:a\s+(?:bit|little|tad)|way|much|too|so|kinda|really|very|still|pretty|rather|more|less)\s+)*"
    r"(?!much\b)[a-z]+"
)
#: a piece for that instrument alone
PIECE_AFTER = re.compile(
    r"^\s+(?:only\s+)?(?:version|arrangement|cover|rendition|reduction|edit|remix)\b"
    r"|^版"
)
OUT_AFTER = re.compile(
    r"^s?\s*[:=]\s*(?:off|out|no(?:ne)?|0|muted?|gone)\b|"
    r"^s?\s*(?:一点儿?|一个|完全|全部?|都|也|就|还是|给我|先|可以|可不可以|能不能|能|要不|干脆"
    r"|应该)*(?:去掉|拿掉|删掉?|不要|别要|别用|不用|别(?:拉|弹|吹|敲|打|响|唱|奏)了|关掉"
    r"|撤掉|砍掉|去除|取消|拿走|静音|关了|去了|删除|移除|(?:有点儿?|有些|太|很|好"
    r"|真)?(?:碍事|多余|烦人?|抢戏?|刺耳|难听|不好听|不合适|不搭|吵))"
    r"|^[^,，。;；]{0,8}[,，]\s*(?:把它|都|就|还是)?(?:去掉|拿掉|删掉?|不要|去了|关掉|砍掉)(?:吧|了)*(?=$"
    r"|[,，。;；])"
    r"|^s?\s+(?:(?:is|are|was|were)\s+(?:so\s+|too\s+|really\s+|a\s+bit\s+|kinda\s+)?(?:annoying"
    r"|distracting|unnecessary|grating|awful|terrible|bad|ugly"
    r"|too\s+much|(?:a\s+(?:bit|little)\s+)?much\b|overkill|(?:no\s+longer|not)\s+(?:working|needed"
    r"|necessary|required"
    r"|wanted|it)|unneeded|superfluous|redundant"
    r"|out\s+of\s+place)|(?:doesn't|don't)\s+(?:really\s+)?(?:need|have)\s+to\s+(?:be\s+(?:there|here|in)"
    r"|play)\b|(?:isn't|aren't|doesn't|don't)\s+(?:really\s+)?(?:work(?:ing)?|fit|needed"
    r"|belong)|(?:isn't|aren't)(?=\W*$)|no\s+longer\s+(?:needed|necessary|required|wanted)|goes(?=\s*(?:$"
    r"|[,.;!]|and\b|but\b))"
    r"|(?:(?:kinda|kind\s+of|sort\s+of|really|just|honestly|totally|still|sorta)\s+)?(?:sucks?|stinks?"
    r"|blows?|ruins?|clash(?:es)?)\b|(?:is|are)\s+(?:\w+\s+)?(?:trash|garbage|mid|ass|cringe|whack"
    r"|pointless)\b|(?:has|have|needs?|gotta|got)\s+(?:to\s+)?(?:go|leave)|bothers?\s+me|kills?\s+(?:it"
    r"|the)|gets?\s+in\s+the\s+way|out\b|gone\b|off\b|away\b|(?:(?:should|could|can|might|must|needs?\s+to"
    r"|has\s+to|have\s+to|to)\s+)?(?:maybe\s+|just\s+)?"
    r"(?:be\s+(?:left\s+out|removed|taken\s+(?:out|away|off)|cut(?:\s+out)?|dropped|muted|silent|gone"
    r"|omitted|skipped|out\b)"
    r"|rest(?=\W*(?:$|[,.;!]))|shut\s+up|sit\s+(?:this\s+one\s+)?out|retire|leave(?:\s+the\s+room)?"
    r"|pack\s+up|go\s+home|disappear|vanish|both\s+(?:go|leave)|stay\s+(?:out|silent|home)|take\s+a\s+break"
    r"|stop(?:\s+playing)?)\b"
    r"|go(?=\s*(?:$|[,.;!]|and\b|but\b)))"
)
ALONE_AFTER = re.compile(
    r"^s?\s+(?:only|alone|solo(?!\s+(?:line|part|section|bit|in|over|on))|by\s+(?:itself|themselves)|on\s+"
    r"(?:its|their)\s+own|and\s+(?:nothing\s+else"
    r"|that's\s+it)|,?\s*nothing\s+else|unaccompanied"
    r"|instead(?!\s+of))\b|^(?:独奏|就(?:好|行|够)|就可以|一个就)"
)
#: a passage for it, in which or after which the others play on: "再加一段吉他独奏"
CHINESE_SOLO_PART = re.compile(r"(?:加|来|要|插|有)(?:入|上|个|点)?(?:一?[段点个小]+)?的?\s*$|一段\s*$")
#: "the piano should lead"
LEADS_AFTER = re.compile(
    r"^s?\s+(?:(?:should|could|can|must|may|might|needs?\s+to|has\s+to|to)\s+)?(?:please\s+|really\s+)?(?:leads?|shines?|stands?\s+out"
    r"|takes?\s+(?:the\s+)?(?:lead|melody|tune|over(?=\W*$|\s+(?:from|for)\b))|carr(?:y|ies)\s+(?:it|the\s+melody|this)|(?:have|has|play|do|get)s?\s+the\s+melody"
    r"|be\s+(?:the\s+(?:lead|star|focus)|in\s+front|featured|more\s+present))\b"
    r"(?![^.;!?]*\b(?:alone|solo|only|by\s+itself|on\s+its\s+own)\b)"
)
#: better than who was sent away before: "the xylophone is annoying, a glockenspiel is nicer"
NICER_AFTER = re.compile(
    r"^s?\s+(?:is|are|sounds?|would\s+be|would\s+sound)\s+(?:way\s+|much\s+|a\s+lot"
    r"\s+)?(?:nicer|better|cooler|prettier)\b"
)
#: "flute solo at the end"
SOLO_SOMEWHERE = re.compile(r"^s?\s+solo\s+(?:at|near|before|after|during|towards?|halfway)\b")
THERE_INSTEAD = re.compile(r"^s?\s+(?:in\s+)?(?:there|for\s+it|in\s+it'?s\s+place)(?:\s+instead)?\b")
ADD_AFTER = re.compile(
    r"^s?\s+(?:too|as\s+well|also|back|on\s+top|in\s+(?:there|it|the\s+(?:mix|background))|underneath"
    r"|behind\s+it|(?:would|could|might)\s+(?:be|sound|fit|work|go|add|help|bring|give|really|definitely"
    r"|make|do)\b(?!\s+an?\s+\w+er\b)|wouldn't\s+hurt)|^(?:也|都?加回来|加上|加进)"
)
#: "would a vibraphone fit in there?"
WOULD = re.compile(r"\b(?:would|could|might|does|will)\s+(?:an?|some|the)\s+(?:\w+\s+)?$")
WOULD_FIT = re.compile(r"^s?\s+(?:fit|work|be|sound|go|suit|help|add|make|blend|match)\b")
LIST = re.compile(
    r"^s?\s*(?:,|and|&|plus|\+|/|or|,\s*and|和|跟|与|、|或)\s*(?:also\s+|the\s+|a\s+|an\s+|some\s+|my\s+)*$"
)
BOUND = re.compile(r"[,.;!?，。；！？]|\b(?:but|then|and)\b|但是?|不过|然后")
#: "swap out the banjo, i want an accordion"
WANTED_NEXT = re.compile(
    r"s?\s*[,.;]?\s*(?:(?:and|then|i'd|i|we|please|maybe|let's|would|rather)\s+)*(?:want|use|put|add|try"
    r"|give\s+(?:me|us)"
    r"|make\s+it|like|have|prefer|bring|get|take|need)(?:\s+(?:in|rather|to\s+(?:hear|have|use)))?\s+"
    r"(?:an?\s+|the\s+|some\s+)?"
)
ADD_STRICT = re.compile(r"\b(?:add|adding|include|bring|throw|layer)\b")
