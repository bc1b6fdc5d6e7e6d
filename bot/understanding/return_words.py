"""The words by which a message goes back: "back to the first one", "undo", "the original tempo", "撤销"."""

import re

VERSION = r"(?:one|version|take|idea|draft|try|attempt|piece|song|track|tune|mix|edit|go|iteration|build)"
BETTER = (
    r"(?:(?:was|is|sounded|were|felt)\s+(?:\w+\s+){0,2}?(?:better|best|nicer|good|great|cooler|perfect"
    r"|fine)|(?:was|is)\s+(?:my|our)\s+favou?rite|worked\s+(?:better|best))"
)
LIKED = (
    r"(?:(?:i\s+|we\s+)?(?:actually\s+|really\s+|kinda\s+|still\s+)?(?:prefer(?:red)?|like[d]?|love[d]?"
    r"|miss(?:ed)?))"
)
FIRST = r"(?:first|original|1st|initial|starting|very\s+first)"
PREVIOUS = r"(?:previous|earlier|old|older|prior|former)"
TO_FIRST = re.compile(
    rf"\b(?:back|return|revert|go|reset|switch|restore)\s+(?:it\s+)?(?:back\s+)?(?:to\s+)?(?:the\s+|my\s+"
    rf"|your\s+)?(?:very\s+)?"
    rf"(?:{FIRST}(?:\s+{VERSION})?(?!\s+\w*(?:tempo|speed|key|length|style|mood|metre|meter"
    rf"|instruments?))|start|beginning|square\s+one)\b"
    rf"|\bthe\s+original\b(?!\s+(?:tempo|speed|pace|key|length|style|mood|metre|meter|instruments?|bpm))|\b"
    rf"(?:the\s+)?{FIRST}\s+{VERSION}"
    rf"\s+(?:again|back|instead|please|{BETTER})\b|\bthe\s+(?:very\s+)?{FIRST}(?:\s+{VERSION})?\s+{BETTER}|{LIKED}\s+the\s+"
    rf"(?:very\s+)?{FIRST}(?:\s+{VERSION})?(?:\s+(?:better|more|best|most))?\b"
    r"|\b(?:all\s+the\s+way|right)\s+back(?=\W*(?:$|please|to\s+the\s+(?:start|beginning|top)))"
    r"|\blike\s+(?:at|in)\s+(?:first|the\s+(?:beginning|start))\b|\(?\bthe\s+first\s+(?:thing|one"
    r"|version)\s+(?:that\s+)?you\s+(?:made|wrote|played|did)\b\)?|\b(?:how|the\s+way|as|like|what)\s+(?:it"
    r"|we|that)\s+(?:was|were|had|sounded|started)(?:\s+(?:it"
    rf"|with|off|out))?\s*(?:originally|at\s+first|initially|in\s+the\s+(?:very\s+)?beginning"
    r"|at\s+the\s+(?:very\s+)?(?:start|beginning)|to\s+(?:begin|start)\s+with)\b|\bhow\s+it\s+started\b"
    rf"|\b(?:the|that)\s+{VERSION}\s+(?:that\s+)?(?:we|you|i|it)\s+(?:had|started|made|did|began|wrote|played)(?:\s+with)?"
    r"\s*(?:originally|at\s+first|initially|(?:in|at|from)\s+the\s+(?:very\s+)?(?:beginning|start))\b"
    r"|\b(?:what|where)\s+we\s+(?:started|began)(?:\s+with)?\b|^\W*(?:the\s+)?original\W*(?:please|again"
    r"|version)?\W*$"
    rf"|\b(?:use|take|want|give\s+me|play|show\s+me|keep)\s+the\s+(?:very\s+)?{FIRST}\s+{VERSION}\b"
    rf"|^\W*(?:the\s+)?(?:very\s+)?{FIRST}\s+{VERSION}\W*$"
    rf"|^\W*(?:(?:ok|no|nah|hm+|maybe|please|now|actually)\W+)*(?:the\s+)?(?:very\s+)?{FIRST}\s+{VERSION}\s*,?"
    r"(?=\s+(?:but|with|without|only|just|in|at|and)\b)"
    r"|\bundo\s+(?:everything|all(?:\s+(?:of\s+)?(?:it|that|this))?)\b"
    r"|\breset\b(?!\s+the)|\b(?:version|take|v)\s?(?:1|one)\s+(?:again|back|please|was|instead)\b|\b(?:back"
    r"|return|revert|go)\s+to\s+(?:version|take|v|number|#)\s?(?:1|one)\b"
    r"|[回还]原?[到回成]?第一|重置|重头来|(?:全部?|都|统统)(?:撤销|撤回|恢复|还原)|开头那|最初|最开始|最早"
    r"|一开始|刚开始|原来(?:那|的那|的版本|的?(?:更|比较)?好|的?就[好行]|的$)|原版|(?:用|要|还是|喜欢"
    r"|选)第一[个版首]"
    r"|第一[个版首](?:更好|更好听|好听|最好|比较好|好|吧)|初版"
)
NUMBERS = {
    "second": 2,
    "2nd": 2,
    "two": 2,
    "third": 3,
    "3rd": 3,
    "three": 3,
    "fourth": 4,
    "4th": 4,
    "four": 4,
    "二": 2,
    "三": 3,
    "四": 4,
    "两": 2,
}
NUMBER = r"(?P<n>second|2nd|third|3rd|fourth|4th)"
TO_NUMBER = re.compile(
    rf"\b(?:back|return|revert|go|switch)\s+(?:back\s+)?to\s+(?:the\s+|your\s+|my\s+)?{NUMBER}"
    rf"(?:\s+{VERSION})?(?!\s+\w)"
    rf"|\b(?:the\s+)?{NUMBER.replace('<n>', '<n2>')}(?:\s+{VERSION})?\s+(?:again|back|instead|{BETTER})"
    rf"|{LIKED}\s+the\s+{NUMBER.replace('<n>', '<n3>')}\b(?:\s+{VERSION})?(?:\s+(?:better|more|best"
    rf"|most))?"
    r"|\b(?:back|return|revert|go|switch)\s+(?:back\s+)?to\s+(?:version|take|v|number|#)\s?(?P<d>[2-9]|two"
    r"|three|four)\b"
    rf"|\b(?:version|take|v)\s?(?P<d2>[2-9]|two|three|four)\s+(?:{BETTER}|again|please|pls)"
    r"|(?:回到?|还是|用|要|喜欢|选)第(?P<z>[二三四2-9])[个版首]|第(?P<z2>[二三四2-9])[个版首](?:更好"
    r"|比较好|最好|好|吧)"
    rf"|^\W*(?:the\s+)?{NUMBER.replace('<n>', '<n4>')}\s+{VERSION}(?:\s+(?:please|again))?\W*$"
)
#: so many changes are taken back
BACK_BY = re.compile(
    r"\b(?:go\s+)?(?:back|undo)\s+(?:the\s+last\s+)?(?P<n>two|three|2|3)(?:\s+(?:steps?|versions?|changes"
    r"|takes|times))?\b|\b(?P<n2>two|three|2|3)\s+(?:steps|versions|takes)\s+(?:back|ago)\b"
    r"|\bundo\s+(?P<twice>twice)\b|(?:撤销|退回?)(?P<z>两|二|三|2|3)(?:步|次|版)"
)
TO_PREVIOUS = re.compile(
    r"\b(?:undo(?!\s+the\s+(?:tempo|key|length|mood|style))|ctrl\s?[+-]?\s?z|^\W*back(?=\W*(?:$|please"
    r"|now))|revert|go\s+back(?!\s+to\s)|(?:go\s+)?back\s+"
    r"(?:to\s+)?(?:the\s+)?(?:previous|last|one\s+(?:right\s+|just\s+)?before)|take\s+(?:that|it"
    r"|this)\s+back|put\s+(?:it"
    r"|that)\s+back|^\W*(?:(?:no|nah|ok|hm+|please|actually|now)\W+)*(?:put|bring|get)\s+(?:them"
    r"|those)\s+back(?:\s+in)?"
    r"|(?:go|change|turn|switch|set)\s+(?:it\s+)?back(?=\s*(?:$|[,.;!]|please))|a\s+step\s+back"
    r"|(?:one|1|a)\s+(?:step|version|take)\s+back|step\s+back|restore\s+(?:it|that)|scratch\s+that|back\s+it\s+up"
    r"|(?:go\s+|change\s+it\s+|put\s+it\s+)?back\s+to\s+(?:how|what|the\s+way)\s+(?:it|that|we|you)\s+"
    r"(?:was|were|had|sounded)(?:\s+(?:it|before))*|(?:the\s+way|how)\s+it\s+was(?:\s+before)?"
    rf"|as\s+it\s+was(?:\s+before)?|like\s+(?:it\s+was\s+)?before(?:\s+that)?|never\s*mind\s+that|"
    rf"(?:never\s*mind|nvm|nevermind)(?=\s*(?:$|[,.;!]))|it\s+(?:was|sounded)\s+better\s+before"
    rf"|{LIKED}\s+it\s+(?:better|more)\s+before|{LIKED}\s+the\s+(?:{PREVIOUS}|last|one\s+before)"
    rf"(?:\s+{VERSION})?(?:\s+(?:better|more))?"
    rf"|^\W*(?:(?:i\s+think|nah|no|hm+|ok|ugh|oh|honestly|tbh|actually|but)\W+)*(?:the\s+)?other\s+(?:{VERSION}\s+)?{BETTER}"
    rf"(?!\s+than\b)|{LIKED}\s+the\s+other(?:\s+{VERSION})?(?:\s+(?:better|more|best))?(?=\W*$)"
    r"|(?:worse|bad|awful|terrible|horrible|ew+|yuck|ugh|nope|nah|no|meh|bleh|wrong|(?:don't|didn't)\s+like\s+(?:it|that|this)"
    r"|hate\s+(?:it|that|this))\W+(?:(?:please|just|so|pls|go|put\s+it)\s+)*back(?=\W*(?:$|please|pls))"
    rf"|(?:the\s+)?{PREVIOUS}\s+{VERSION}(?:\s+(?:again|back|instead|please|{BETTER}))?|the\s+"
    rf"(?:{PREVIOUS}|last)\s+(?:{VERSION}\s+)?{BETTER}"
    rf"|(?:the\s+)?(?:{VERSION}\s+before(?:\s+(?:that|this|it))?)(?:\s+{BETTER})?(?=$|[\s,.!]*(?:$|but"
    rf"|with|please)))(?=\W|$)"
    r"|撤销|撤回|回退|还原|重来上一|取消(?:刚才|上一|最后)(?:的|一)?(?:修改|改动|步|个)?|[改变换]回来"
    r"|(?:回到?|换回?|还是|用)(?:刚才|之前)的?(?:那?[个版首])?(?!.{2})|(?:还是)?用?上一[个版首]$|回到?上"
    r"|恢复(?:一下)?(?!速度|节奏)|退回|^(?:还是)?[上前]一?个?版本?[吧。!]*$|改回去|变回去"
    r"|换回去|(?:上|前)一?个?[个版首]本?(?:更好|比较好|好听?"
    r"|吧)|(?!刚刚好(?!听))(?:刚才|刚刚|之前|前面)(?:那[个版首段]|的(?:那?[个版首段]|版本)?)?(?:还是|更|比较)*好听?(?:一?点儿?|一些|些|多了)?|算了"
)
#: as it was until something was done: "back to how it was before the flute"
TO_BEFORE = re.compile(
    rf"\b(?:(?:go(?:ing)?\s+|change\s+it\s+|put\s+it\s+)?back\s+to\s+|revert\s+to\s+|return\s+to\s+"
    rf"|undo\s+to\s+)?"
    rf"(?:(?:how|what|the\s+way|like|as)\s+(?:it|that|we|you)\s+(?:was|were|had|sounded)(?:\s+(?:it"
    rf"|like))*|(?:the\s+)?{VERSION}"
    rf"(?:\s+from)?|it\s+(?:was|sounded)\s+better|{LIKED}\s+(?:it|the\s+{VERSION})(?:\s+(?:better"
    rf"|more))?|go\s+back|back)\s+"
    r"(?:to\s+)?before\s+(?:(?:you|we|i)\s+\w+(?:ed|t|ook|ut)?(?:\s+(?:in|out))?\s+|adding\s+"
    r"|removing\s+)?(?:the\s+|that\s+|a\s+|those\s+)?"
    r"(?P<what>[a-z][a-z ]*?)(?:\s+(?:change|came|went|was|were|got|part|came\s+in)\b[a-z ]*)?(?=\s*(?:$"
    r"|[,.;!]|please))"
    r"|(?:回到|恢复到?|退回到?|还是|用)?(?:没)?(?:加|加上|加入|去掉|换|改|换成"
    r"|删)了?(?P<zh>[^,，。]{1,6}?)(?:的)?(?:之前|以前|前)的?(?:那[个版首]|样子|版本)?"
)
_WITH_SOMEBODY = r"with(?:out)?\s+[^,.;!?]+?"
#: of a whole version, whoever plays in it
VERSION_BETTER = re.compile(rf"\b{VERSION}\s+{_WITH_SOMEBODY}\s+{BETTER}")
#: who played before was liked more than who plays now
PLAYER_BETTER = re.compile(
    r"\b(?:it|that|this)\s+(?:was|sounded|felt)\s+(?:way\s+|much\s+|so\s+much\s+)?(?:better|nicer|cooler)\s+with\s+"
    r"(?:the\s+|that\s+)?(?P<p6>[a-z]+(?:\s+[a-z]+)?)(?=\W*$)"
    rf"|\b(?:the\s+|that\s+|with\s+(?:the\s+)?)?(?P<p1>[a-z]+(?:\s+[a-z]+)?)\s+{BETTER}(?!\s+than\b)"
    r"|^\W*(?:(?:nah|no|nope|ok|hm+|actually|ugh|oh|sorry|back\s+to)\W+)*(?:the\s+)?(?P<p3>[a-z]+"
    r"(?:\s+[a-z]+)?)\s+again\W*(?:please\W*|then\W*)?$"
    r"|^\W*(?:(?:nah|no|nope|ok|hm+|actually|ugh|oh|sorry|lol|please)\W+)*(?:go(?:ing)?\s+|switch\s+)?back\s+to\s+(?:the\s+|that\s+)?"
    r"(?P<p4>[a-z]+(?:\s+[a-z]+)?)\W*(?:please\W*|pls\W*|then\W*|again\W*)*$"
    r"|\b(?:jok(?:e|ing)|kidding|jk|mistake|nope|nah|no)\W+(?:(?:give\s+me|put|bring|i\s+want|just)\s+)?(?:the\s+)?(?P<p5>[a-z]+)\s+back"
    r"(?:\s+in)?(?=\W*(?:$|please|pls))"
    rf"|{LIKED}\s+(?:it\s+(?:better|more)\s+with\s+)?(?:the\s+|that\s+)?(?P<p2>[a-z]+(?:\s+[a-z]+)?)\s+"
    r"(?:better|more|best)\b"
    rf"|(?P<z1>[一-鿿]{{1,5}}?)(?:还是|确实|比较)?(?:更|比较)(?:好听?|合适|搭)"
)
#: who just came shall leave
JUST_CAME = re.compile(
    r"\b(?:remove|drop|lose|cut|delete|ditch|mute|take\s+(?:out|away|off)|get\s+rid\s+of|scrap)\s+(?:what"
    r"(?:ever)?|(?:the|that)\s+(?:thing|one|instrument|sound|part))\s+"
    r"(?:that\s+)?(?:you|we|i)\s+(?:just\s+|last\s+)?(?:added|put\s+in|brought\s+in)(?:\s+(?:last"
    r"|just\s+now|there|before))?\b"
)
_LEFT = (
    r"(?:removed|took\s+(?:out|away|off)|dropped|cut|deleted|muted|kicked\s+out|threw\s+out|left\s+out"
    r"|lost)"
)
#: who just left shall come back: "put back what you just removed"
JUST_LEFT = re.compile(
    r"\b(?:put|bring|add|give|get|want|have)\s+(?:me\s+|us\s+)?(?:back\s+)?(?:in\s+)?(?:what(?:ever)?|who(?:ever)?"
    r"|(?:the|that|those)\s+(?:things?|ones?|instruments?|players?|sounds?|parts?))\s+(?:that\s+)?(?:you|we|i)\s+"
    rf"(?:have\s+|had\s+)?(?:just\s+|last\s+)?{_LEFT}(?:\s+(?:just\s+now|last|before|earlier))?(?:\s+(?:back|again|in))*"
    r"|把?(?:刚才?|刚刚|上次|之前|前面)(?:被?你?)?(?:去掉?|删掉?|拿掉|撤掉?|去除|移除|关掉)了?的(?:那个|那些)?(?:乐器|声音|部分)?"
    r"(?:再|又|给我|都|全|重新)*(?:加|放|拿|弄|要|换|请)?(?:回来?|上|恢复)(?:吧|了)?"
)
_EVERYBODY = (
    r"(?:everyone|everybody|all\s+(?:of\s+)?(?:them|(?:the\s+)?(?:players|instruments|others))|the\s+(?:others|rest"
    r"|other\s+(?:ones|instruments|players)|(?:whole|full|entire)\s+(?:band|lot|ensemble|orchestra|group|thing)))"
)
#: all who left shall come back: "everyone back in", "no wait all of them"
ALL_BACK = re.compile(
    rf"\b(?:(?:bring|put|get|have|want|let)\s+(?:back\s+)?)?{_EVERYBODY}\s+(?:(?:should|can|to|may|please|come|comes|go)\s+)*"
    r"(?:back|return(?:s)?|again)(?:\s+(?:in|again))?\b"
    rf"|\b(?:bring|put|get|restore)\s+(?:back\s+)?{_EVERYBODY}(?:\s+back)?\b"
    r"|^\W*(?:(?:no+|nah|wait|ok|actually|sorry|hm+|oops)\W+)*everything\s+back(?=\W*(?:$|please|in\b))"
    rf"|^\W*(?:(?:no+|nah|wait|ok|actually|sorry|hm+|oops)\W+)+(?:keep\s+)?(?:{_EVERYBODY}|both(?:\s+of\s+them)?)(?=\s*(?:$|[,.;!]|but\b|without\b|except\b|minus\b))"
    r"|^\W*(?:everyone|everybody|all\s+of\s+them)(?=\s+(?:but\s+with|with|and)\b)"
    r"|(?:大家|所有(?:乐器|人|的)?|其[他它余](?:的|乐器|人)*|别的(?:乐器)?|剩下的(?:乐器)?|全部(?:乐器)?)(?:都|全部?|再|也|给我)*"
    r"(?:加回来?|回来|恢复|放回来?|请回来)(?:吧|了)?"
)
#: one change among others is taken back: "undo the cello thing"
STEP_UNDONE = re.compile(
    r"\b(?:undo|revert|reverse|cancel|take\s+back|scrap|ditch|forget(?:\s+about)?)\s+(?:the|that|this"
    r"|my)\s+(?P<what>[a-z0-9#/ -]+?)"
    r"\s+(?:thing|change|swap|part|stuff|bit|addition|idea|edit|business)\b|^\W*(?:(?:ok|no|nah|hm+|please"
    r"|and|wait|lol|actually|oh|sorry|meh|ugh|ew+|nvm)\W+)*undo\s+(?:the\s+|that\s+)?(?P<all>[a-z ]+?)\W*$"
    r"|\b(?:didn't|did\s+not|never|don't)\s+(?:ask(?:ed)?|mean[t]?|want(?:ed)?|tell|told|said|say)(?:\s+you)?\s+to\s+"
    r"(?:remove|drop|lose|cut|mute|delete|add|bring\s+in|swap|replace)\s+(?:the\s+|that\s+|my\s+|an?\s+)?(?P<denied>[a-z]+)"
    r"|^\W*(?:(?:oops|whoops|no+|wait|sorry|hey|ah|oh)\W+)+not\s+the\s+(?P<spared>[a-z]+)\W*$"
)
#: one thing shall be as it was: "the original tempo", "undo the key change"
ASPECTS: dict[str, tuple[str, ...]] = {
    "tempo|speed|pace|bpm|速度|节奏": ("tempo_bpm",),
    "key|tonality|pitch|调性?": ("key",),
    "length|duration|长度|时长": ("bars", "seconds"),
    "mood|vibe|feel|feeling|atmosphere|情绪|感觉": ("valence",
     "arousal", "mood"), "style|genre|风格": ("style",),
    "metre|meter|time\\s+signature|rhythm": ("metre",), "density": ("density",),
    "instruments|instrumentation|lineup|line-up|band|arrangement|乐器|编制": ("instruments",
     "exclude_instruments"),
}  # fmt: skip
ASPECT = "|".join(word for words in ASPECTS for word in words.split("|") if word.isascii())
_FROM = (
    r"(?:from|of|in|as\s+in|like\s+in|that\s+was\s+in|(?:that\s+)?(?:it|we)\s+(?:was|were|had|used)"
    r"(?:\s+(?:in|with))?)"
)
_HAD = (
    rf"(?:{_FROM}\s+(?:before|earlier|(?:the\s+)?(?:{PREVIOUS}|last)\s+{VERSION})|as\s+before|like\s+before"
    r"|(?:that\s+)?(?:it|we)\s+(?:had|used)|before(?=\s+(?:was|sounded|felt|please)|\s*(?:$|[,.;!?])))\b"
)
_HAD_FIRST = (
    rf"(?:{_FROM}\s+)(?:the\s+)?(?:(?:very\s+)?{FIRST}\s+{VERSION}|start|beginning|at\s+first"
    r"|original(?:ly)?)\b"
)
ASPECT_BACK = re.compile(
    rf"\b(?:the\s+|its\s+)?(?P<first>{FIRST})\s+(?P<a>{ASPECT})\b|\b(?:the\s+|its\s+)?(?:{PREVIOUS}"
    rf"|last)\s+(?P<b>{ASPECT})\b"
    r"|\b(?:undo|revert|reverse|cancel|take\s+back|withdraw)\s+(?:the|that|this|my)\s+(?:last\s+)?"
    rf"(?P<c>{ASPECT})(?:\s+change)?\b|\b(?:put|set|bring|change|turn|get)\s+the\s+"
    rf"(?P<d>{ASPECT})\s+back\b(?!\s+to\s+(?:\d|[a-g]\b))(?:\s+to\s+(?:what|how|where)\s+it\s+was"
    rf"(?:\s+before)?)?"
    r"|(?P<zfirst>最初|一开始|最早|第一版)的?(?P<za>速度|节奏|调性?|长度|时长|情绪|感觉|风格|乐器|编制)|"
    r"(?:原来|之前|刚才|上次)的?(?P<zb>速度|节奏|调性?"
    r"|长度|时长|情绪|感觉|风格|乐器|编制)"
    r"|(?P<zc>速度|节奏|调性?|长度|时长|风格|乐器|编制)(?:还是)?(?:改回|变回|换回|调回|恢复)(?:去|来|原来"
    r"|原样|原来的)?"
    rf"|\bthe\s+(?P<e>{ASPECT})\s+(?:was|sounded)\s+(?:better|nicer|fine|good)\s+before\b"
    # "back to the tempo from before", "the key we had was better"
    rf"|\b(?:the|that|its)\s+(?P<f>{ASPECT})\s+(?:{_HAD}|(?P<first2>{_HAD_FIRST}))"
)
#: what an earlier piece was like, said in order to have it again
TO_DESCRIBED = re.compile(
    rf"\b(?:(?:go\s+|going\s+|switch\s+)?back\s+to|return\s+to|i\s+preferred|use|bring\s+back|again)"
    rf"\s+(?:the|that)\s+(?P<a>[\w' -]+?)\s+{VERSION}\b"
    rf"|\b(?:that|the)\s+(?P<b>[\w' -]+?)\s+{VERSION}"
    r"\s+(?:from\s+)?(?:before|earlier|again|from\s+the\s+start)\b"
    rf"|\b(?:back|revert|return|go|switch)\s+to\s+(?:the|that)\s+{VERSION}\s+(?P<e>with(?:out)?\s+[^,.;!?]+)"
    rf"|\b(?:the|that)\s+{VERSION}\s+(?P<g>{_WITH_SOMEBODY})\s+{BETTER}(?!\s+than\b)"
    r"|\b(?:back|revert|return|go)\s+to\s+(?:when|where)\s+(?:we|it|you|there)\s+(?:still\s+)?(?:had|was|were|used)\s+(?P<i>[^,.;!?]+)"
    rf"|\b(?:hear|have|want|use|give\s+(?:me|us)|play|take|get)\s+(?:the|that)\s+{VERSION}\s+(?P<h>{_WITH_SOMEBODY})"
    r"(?:\s+(?:again|back|instead|please|pls|then))*\W*$"
    r"|(?:回到|还是|用|要)?(?:刚才|之前|刚刚|前面)(?:那[首个版段])?(?P<c>[^,，。]+?)的?(?:那[首个版段]|曲子"
    r"|版本)"
    r"|(?:回到|退回到?|换回到?|恢复到?)(?P<d>[^,，。]+?)的?那[首个版段]"
)
ORDINAL = re.compile(r"^(?:very\s+)?(?:last|first|same|other|previous|original|new|next|second|third|1st)$")
