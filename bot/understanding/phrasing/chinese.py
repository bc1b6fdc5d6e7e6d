"""What people say in Chinese of music that is there, in the words of the slots: "不够快" is "快一点"."""

import re
from collections.abc import Callable

from bot.understanding.instrument_names import spoken_names
from bot.understanding.numbers import chinese_number
from bot.understanding.phrasing.chinese_habits import plainly_in_chinese
from bot.understanding.phrasing.circumstances import without_chinese_circumstances
from bot.understanding.phrasing.entrances import with_chinese_entrances
from bot.understanding.phrasing.partings import with_chinese_partings
from bot.understanding.qualities import qualities
from music.lexicon import entries

_Match = re.Match[str]

_CHANGES = qualities("chinese")
#: a word for a change of another kind wins over the mood of the same name
_MOODS = "|".join(sorted(set(entries("chinese")) - set(_CHANGES), key=len, reverse=True))
_WORDS = "|".join(sorted(_CHANGES, key=len, reverse=True))


def _whole(word: str) -> str:
    """The word where it is no part of a mood: "缓", but not of "舒缓", and "轻", but not of "轻快"."""
    moods = [(mood, i) for mood in entries("chinese") for i in _places(word, mood)]
    before = "".join(sorted({mood[i - 1] for mood, i in moods if i}))
    behind = "".join(sorted({mood[i + len(word)] for mood, i in moods if i + len(word) < len(mood)}))
    return (f"(?<![{before}])" if before else "") + word + (f"(?![{behind}])" if behind else "")


def _places(word: str, mood: str) -> list[int]:
    return [i for i in range(len(mood)) if mood.startswith(word, i)]


#: words that no slot reads as they stand
_OTHERS = "|".join(_whole(word) for word in _WORDS.split("|") if word not in "快慢长短密简单稀疏")
#: "长号" and "短笛" are no lengths
_QUALITY = rf"(?:(?P<mood>{_MOODS})|(?P<word>{_WORDS})(?![号笛箫]|音提琴|音号|音单簧))"
_AFTER_AN_INSTRUMENT = re.compile(
    "(?:"
    + "|".join(word for word in spoken_names() if not word.isascii())
    + r")(?:的?声音?|部分)?(?:听起来|感觉|好像|有点儿?|实在|真的|还是)*$"
)
_LOUDNESS = frozenset("轻响重弱吵柔软闹")
_INSTRUMENTS = "|".join(sorted((w for w in spoken_names() if not w.isascii()), key=len, reverse=True))
_UNIT = r"(?P<unit>小节|秒钟?|分钟)"
_NUMBER = r"(?P<number>\d+)\s*(?:个|多)?\s*"
_SOME = r"(?:一点点|一点儿?|一些|些|点儿?|一下)"


def _in_digits(match: _Match) -> str:
    return f"{match['cue'] or ''}{chinese_number(match['number'])}"


def _tone(match: _Match) -> str:
    return f"{match['way'] or match['way2']}一个全音"


def _less(match: _Match) -> str:
    if _AFTER_AN_INSTRUMENT.search(match.string[: match.start()]):
        return match.group()  # "鼓太吵了" is about the drums
    return f"没那么{match['mood']}" if match["mood"] else _CHANGES[match["word"]][1]


def _overdone(match: _Match) -> str:
    mood = match["mood"] or match["m2"]
    return f"没那么{mood}" if mood else _CHANGES[match["word"] or match["w2"]][1]


def _more(match: _Match) -> str:
    if match["word"] in _LOUDNESS and _AFTER_AN_INSTRUMENT.search(match.string[: match.start()]):
        return match.group()  # "鼓轻一点" is about the drums
    return f"更{match['mood']}" if match["mood"] else _CHANGES[match["word"]][0]


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[_Match], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        # --- who wishes hopes for nothing: no mood
        (r"希望(?=[它这能可再更慢快短加去换用把有不别速节听整])|希望(?=.{1,4}(?:一点|一些|点$))"
         r"|(?<![充满多更点些的来带有感])希望(?!感|之|的|与|和"
         r"|[、,，。!！]|$|满|曲|一点|一些|点)(?=.{2})", " "),
        # --- praise and thanks, before what is wanted
        (r"^\W*(?:(?:谢谢你?|多谢|感谢|辛苦了|哇+|嗯+|哈+)(?:[，,!！。~；;]|\s)+)+(?=.*\w)", " "),
        (r"^\W*(?:(?:哇|嗯|哈|啊|哦|好的?|谢谢|行)[，,!！。~ ]*)*(?:(?:这|那)[首个段版]?|整体|曲子|旋律"
         r"|听起来|感觉)*(?:真的?|很|太|挺|非常|超级?|好"
         r"|已经|还|更)*(?:美|优美|动听|好听|不错|棒|好|赞|完美|可以|喜欢|舒服|厉害|酷)(?:多"
         r"|极)?[了的啊呀]*[，,!！。~；;]+(?=.*\w)", " "),
        # --- what shall stay
        (r"除了(?P<kept>[^，,。]+?)(?:以外|之外)?[，,]?(?:其他|其它|其余|别)?的?(?:乐器)?(?:都|全部?"
         r"|统统)(?:去掉|删掉|删了|拿掉"
         r"|不要|去了)了?", r"只留\g<kept>"),
        (rf"(?:去掉|删掉|删了?|拿掉|不要"
         rf"|去除)除了?(?P<kept>(?:{_INSTRUMENTS})(?:[和跟与、](?:{_INSTRUMENTS}))*)(?:以外|之外|外)的?"
         r"(?:所有|其[他它余]|全部|一切)?的?(?:乐器|声音|部分)?", r"只留\g<kept>"),
        # a length that is complained of: "3分钟太长,两分钟"
        (r"^\W*(?:现在)?\d+\s*(?:秒钟?|分钟|分半|小节)(?:还是|实在|也|可能|好像|有点儿?|有些|太|过于"
         r"|稍微)*(?:长|短|久|多|少|不够)(?:了|吧|啦)*[,，。;； ]+"
         r"(?:改成?|就|用|还是)*(?=\d)", ""),
        (r"^\W*(?:现在)?\d+\s*(?:秒钟?|分钟|分半|小节)(?:还是|实在|也|可能|好像|有点儿?|有些|太|过于"
         r"|稍微)+(?:长|久|多)(?:了|吧|啦)*\W*$", "短一点"),
        (r"^\W*(?:现在)?\d+\s*(?:秒钟?|分钟|分半|小节)(?:还是|实在|也|可能|好像|有点儿?|有些|太|过于"
         r"|稍微)*(?:短|少|不够)(?:了|吧|啦)*\W*$", "长一点"),
        # one word of complaint
        (r"^\W*(?:太|有点儿?|好|真的?|这也太|也太|感觉|听着|还是|挺|蛮)*(?:无聊|没劲|没意思|枯燥|乏味|平淡"
         r"|单调)(?:了|啊|呀|吧|的|呢)*\W*$", "更激昂"),
        (r"^\W*(?:太|有点儿?|好|真的?|也太|感觉|听着)*拖(?:沓|拉|泥带水)(?:了|啊|呀)*\W*$", "快一点"),
        (r"^\W*(?:就|还是|要|来|用)*(?P<number>[4-9]\d|1\d\d|2[0-3]\d)(?:bpm)?的?(?:速度|节奏|tempo)(?:就好"
         r"|吧|就行|可以)*\W*$", r"调到\g<number>"),
        (r"快[两二2]倍|[两二2]倍速|快一倍", " double speed "),
        (r"慢[一两二2]倍", " half speed "),
        (rf"(?P<kept>(?:{_INSTRUMENTS})(?:[和跟与、](?:{_INSTRUMENTS}))*)(?:以外|之外)的?(?:乐器)?(?:都|全部?"
         rf"|统统)"
         r"(?:去掉|删掉|删了|拿掉|不要|去了)了?", r"只留\g<kept>"),
        (r"(?:去掉|删掉|删了|拿掉|不要|去了)(?:其他|其它|其余|别的|剩下)的?(?:部分|乐器|东西)?了?", "只留"),
        (r"(?:其他|其它|其余|别的|剩下的|剩余的?)(?:部分|乐器|东西)?(?:的)?(?:都|全部?|一律)?(?:去掉|删掉"
         r"|删了|拿掉|不要了?|去了)", "只留"),
        (r"(?:速度|节奏|调性?|长度|时长|风格|情绪|气氛|乐器|编制|旋律)(?:和(?:速度|节奏|调性?|长度|风格"
         r"|情绪|乐器))?"
         r"(?:都|就|要|还是|还)?(?:不变|不动|别动|别变|保持不变|照旧|保持|保留|一样就行|不用[变改动])", " "),
        (r"(?:保持|保留|别动|别改|不要[改动])(?:原来的|现在的|一样的|同样的)?(?:速度|节奏|调性?|长度|时长"
         r"|风格|情绪|旋律)(?:不变)?", " "),
        (r"(?:不要|别|不用)(?:再)?(?:变|改|更|加|放)?(?:更|再)?(?:快|慢|长|短)了", " "),
        (r"(?:别|不要|不用)太?(?:快|慢)(?=[,，。;； ]+(?:就|用|大概|大约)?"
         r"(?:[4-9]\d|1\d\d|2[0-3]\d|[四五六七八九一两][十百]))",
         " "),
        (r"(?<!一)(?<!\d)半分钟", "30秒"),
        (r"(?:速度|节奏|bpm)(?:减半|砍半)", " half speed "),
        # --- "大号听着闷,拿掉它": whom "it" means
        (rf"(?:^|(?<=[,，。;； ]))(?:这个?|那个?|里面的)?(?P<thing>{_INSTRUMENTS})(?:的?声音?)?"
         r"(?P<said>[^,，。;；]*)[,，。;； ]+(?:能不能|可以|请|帮我"
         r"|就|还是|先|把)*(?P<verb>拿掉|去掉|删掉|删了?|不要|去了|关掉|砍掉|去除|移除|静音|撤掉"
         r"|拿走)(?:它们?|他们?|她们?)?(?:了|吧|好了|行了)*(?=$"
         r"|[,，。;；!！ ])",
         r"去掉\g<thing>"),
        # "合唱删了吧,有点吓人": why it goes is no other wish
        (rf"(?P<wish>(?:(?:去掉|拿掉|删掉|删了|不要|关掉)(?:这个?|那个?)?(?:{_INSTRUMENTS})"
         rf"|(?:{_INSTRUMENTS})(?:可以|就|还是"
         r"|先)*(?:去掉|拿掉|删掉|删了"
         r"|不要了?|关掉|去了|砍掉))(?:了|吧|好了)*)[,，。;； ]+(?:有点儿?|有些|太|听着|听起来|感觉|实在"
         r"|真的|好|很)[^,，。;；]*(?=$|[,，。;；])",
             r"\g<wish>"),
        (r"(?<=[再稍短长])(?P<way>[短长])个?(?P<number>\d+)(?P<unit>小节|秒|分钟)",
         r"\g<way>\g<number>\g<unit>"),
        # "排箫有点出戏,换卡林巴"
        (rf"(?:^|(?<=[,，。;； ]))(?:这个?|那个?)?(?P<thing>{_INSTRUMENTS})(?:的?声音?|声部)?"
         rf"(?P<said>[^,，。;；]{{1,12}})[,，。;； ]+(?:还是|就|不如|给我|能不能|可以)*"
         rf"换(?:成|个|上|一个|为)*(?P<new>{_INSTRUMENTS})",
         r"把\g<thing>换成\g<new>"),
        # "竖笛不太好听,用长笛代替"
        (rf"(?:^|(?<=[,，。;； ]))(?:这个?|那个?)?(?P<thing>{_INSTRUMENTS})(?:的?声音?|声部)?"
         rf"[^,，。;；]{{1,12}}[,，。;； ]+(?:还是|就|不如|给我|能不能|可以)*"
         rf"用(?P<new>{_INSTRUMENTS})(?:来|去)?(?:代替|替代|替换|顶替|取代|换掉?)(?:它|他|吧|一下)*",
         r"把\g<thing>换成\g<new>"),
        (rf"(?<![和跟与、])(?P<thing>{_INSTRUMENTS})(?:声部|部分|的?声音?|那轨)?(?:也|就|可以|先|都|请|麻烦"
         rf"|帮我)*(?:退下|退出|下场|撤了?"
         r"(?!销|回|掉)|走开|休息|闭嘴|消失|下去|歇(?:着|一歇|了)?|免了|省(?:了|掉)|删除|移除|去掉|拿掉|删掉"
         r"|停(?:了|掉|一?下)?)(?:吧|了|一下)*(?=$"
         r"|[,，。;；!！ ])", r"去掉\g<thing>"),
        (r"^\W*我?(?:想听|想要|要|来)(?P<number>[4-9]\d|1\d\d|2[0-3]\d)的", r"调到\g<number>"),
        (r"(?:(?P<cue>[到至成作为]|就|用)|(?<![一-鿿\d]))(?P<number>[四五六七八九]十[一二三四五六七八九]?"
         r"|一百(?:零?[一二三四五六七八九十]+)?|两百)"
         r"(?=(?:就|吧|左右|上下|就好|就行|好了|可以|正好|差不多|够了)+(?:\W|$)|[,，。!！]|$)",
         _in_digits),
        (r"^\W*[一-鿿]{1,5}(?:说|觉得|建议|希望|想)[,， ]*(?=\d)", ""),
        (r"(?:速度|节奏|bpm|tempo)(?:直接|再|给我|先|可以|也|就|稍微)*(?:拉|提|飙|冲|升|降|调|放|减|加|改|弄"
         r"|搞|压)(?:高|低|快|慢)?[到至成]\s*"
         r"(?P<number>\d{2,3})(?!\d|\s*(?:秒|分|小节))", r"调到\g<number>"),
        # --- at so much
        (r"(?<=[,，。;； ])(?:就)?(?P<number>[4-9]\d|1\d\d|2[0-3]\d)(?:就行|就好|就可以"
         r"|就够|够了|差不多|刚好|正好"
         r"|吧)(?:了)?(?=$|[,，。!！])", r"调到\g<number>"),
        (r"(?:能量|气势|热情|激情|燃度|活力)(?:再|给我|直接|继续|往上)*(?:拉满|拉爆|拉高|拉起来|顶上去|飙上去"
         r"|拉上去|加满"
         rf"|爆表)(?:{_SOME})?", "更激昂"),
        (r"(?:把)?(?:bpm|速度|tempo)(?:改|调|设|换|变|定|设定)(?:成|到|为|在"
         r"|置为)\s*(?P<number>\d{2,3})(?!\d)", r"调到\g<number>"),
        (r"^\W*(?:就|要|来|用|还是|改|试试|那就|那)*(?P<number>[4-9]\d|1\d\d|2[0-3]\d)\s*(?:bpm)?(?:会|就"
         r"|比较|更|要|是|吧|好|行|可以|合适"
         r"|差不多|不错|试试|了|左右|够|足)+\W*$", r"调到\g<number>"),
        (r"(?:(?:速度|节奏|bpm)(?:再)?(?:提高|提升|增加|加快|加|升|快)|提速"
         r"|加速)\s*(?P<number>\d{1,2})(?:bpm)?(?![\d秒分小个])",
         r"快\g<number> bpm"),
        (r"(?:(?:速度|节奏|bpm)(?:再)?(?:降低|减少|减慢|放慢|减|降|慢)|降速"
         r"|减速)\s*(?P<number>\d{1,2})(?:bpm)?(?![\d秒分小个])",
         r"慢\g<number> bpm"),
        (r"(?<![升提调移])高(?P<k>[一二两三])?个?(?P<n>半音|全音)", r"升\g<k>个\g<n>"),
        (r"(?<![降调移])低(?P<k>[一二两三])?个?(?P<n>半音|全音)", r"降\g<k>个\g<n>"),
        (r"(?:平行|关系)小调", " relative minor "),
        (r"(?:平行|关系)大调", " relative major "),
        (r"[砍剪减去]掉?一半(?!的?速度)", "短一半"),
        (r"(?:速度|节奏|tempo)?(?:加速|减速|提高|提升|加快|升高|增加|上调|降低|下降|减慢|放慢|减少|下调"
         r"|提速|降速)(?:速度)?[到至成为]\s*(?P<number>\d{2,3})"
         r"(?!\d|\s*(?:秒|分|小节|个))", r"调到\g<number>"),
        (r"来一?个(?P<number>\d{2,3})(?:bpm)?的(?![^，,。])", r"调到\g<number>"),
        (rf"来一?[个首]{_NUMBER}{_UNIT}(?:长|左右)?的", r"改成\g<number>\g<unit>"),
        (r"(?:调性?|调子|key|转|移|转调|移调)(?:换|改|转|移|变|升"
         r"|降)?[成到为]\s*(?P<key>[A-Ga-g][#b♯♭]?)(?![A-Za-z\d大小调])",
         r"换成\g<key>大调"),
        (r"(?P<way>[升降])[高低]?[一1]个?调(?![性子到成])|(?P<way2>[升降])个?调(?![性子到成])", _tone),
        # --- by so much
        (rf"(?:速度|节奏|bpm)?(?:再|给我)?(?:提高|提升|增加|加快|加速|加|升|快|涨)(?:个|了)?{_NUMBER}(?:bpm"
         rf"|拍)(?!子)", r"快\g<number> bpm"),
        (rf"(?:速度|节奏|bpm)?(?:再|给我)?(?:降低|减少|减慢|放慢|减速|减|降|慢|少)(?:个|了)?{_NUMBER}(?:bpm"
         rf"|拍)(?!子)", r"慢\g<number> bpm"),
        (rf"(?<!最)(?:再|多|给我)*(?<!最)(?:增加|延长|拉长|加长|补|加|多|(?<=[再多])来)(?:上|个"
         rf"|出)?{_NUMBER}{_UNIT}",
         r"长\g<number>\g<unit>"),
        (rf"(?<![至最])(?:再|给我)?(?<![至最])(?:缩短|减少|剪掉|剪|砍掉|砍|去掉|删掉|少|减)(?:最后|开头|前面"
         rf"|后面|结尾)?(?:的|个"
         rf"|了)?{_NUMBER}{_UNIT}", r"短\g<number>\g<unit>"),
        (rf"(?:延长|拉长|加长|缩短|剪|压缩|减)(?:到|至|成){_NUMBER}{_UNIT}", r"改成\g<number>\g<unit>"),
        (r"(?:速度|节奏|拍子)(?:给我|再|都)?(?:翻一?倍|翻一番|加倍)", " double speed "),
        (r"(?:速度|节奏)(?:就|想|还是)?(?:要|用)(?=\d)", "速度改成"),
        (r"(?:时长|长度)?(?:翻一?倍|翻一番|加倍|两倍长|变成两倍|延长一倍|加长一倍)", "长一倍"),
        (r"(?:时长|长度)?(?:缩短一半|砍半|减半|一半长度?|剪掉一半|砍掉一半|短一半)", "短一半"),
        (r"(?:速度|节奏)?(?:快一倍|两倍速|两倍快|速度翻倍|加速一倍)", " double speed "),
        (r"(?:速度|节奏)?(?:慢一半|半速|速度减半|一半的?速度)", " half speed "),
        (r"(?:整体的?)?(?:氛围|气氛)(?!音乐|电子)(?=[^，,。]*(?:再|更|要|变|稍|太|不|别|没|一点|一些|些"
         r"|感))", "感觉"),
        (rf"(?:还是|我)?(?:想?要|留|留着|保留)(?P<kept>{_INSTRUMENTS})[,，、 ]+"
         rf"(?P<gone>{_INSTRUMENTS})(?:就|还是)?(?:不要"
         r"|去掉|算了|不用|删了?)(?:了|吧)*",
         r"加\g<kept>,去掉\g<gone>"),
        (r"^\W*(?:有点儿?|太|好|真的?|实在|也太)+(?:吵|难听|刺耳|烦|尖|闷|响|乱|闹|抢戏)"
         rf"(?:了|死了|人)*[,，。 ]*(?=(?:把|那个|这个|请)*去掉(?:{_INSTRUMENTS}))", ""),
        (rf"(?P<soft>(?:{_INSTRUMENTS})(?:声音?|的声音|部分)?(?:再|稍微?|打|弹|吹|拉|得)*(?:轻|小声|小|弱"
         rf"|柔)(?:一点儿?|点|些"
         r"|一些))[,，。 ]+(?:别|不要)(?:那么|太|这么)?(?:吵|响|大声|闹)(?:了)?",
         r"\g<soft>"),
        (rf"(?P<a>^|[,，。 ])(?P<thing>{_INSTRUMENTS})(?:其实|根本|完全|就)?"
         r"(?:不需要|没必要|用不着|不想要|没用|不必了?)(?:了|吧)*(?=$"
         r"|[,，。!！ ])", r"\g<a>去掉\g<thing>"),
        (r"(?P<wish>[快慢长短密](?:一点儿?|一些|些|点)|更[快慢长短])[,，]?(?:但是?|不过|可)?(?:别|不要|不用"
         r"|不能)太[快慢长短密多](?:了)?",
            r"\g<wish>"),
        (rf"(?P<thing>{_INSTRUMENTS})(?:声音?)?(?:有点儿?|太|有些|好)(?:抢|吵|响|大声|突出|闹|重|强)"
         r"(?:了|戏)*[,，。 ]*(?:再|就|可以"
         r"|稍微?|要)*(?:小声?|轻|弱|低|柔)(?:一点儿?|一些|些|点)", r"\g<thing>轻一点"),
        # a bed of strings is made of strings; what is dull and gets more is dull no longer
        (rf"(?P<thing>{_INSTRUMENTS})(?:来|做|当)?(?:铺底|打底|垫底|衬底|铺垫|打个底)", r"\g<thing>"),
        (r"^\W*(?:感觉|觉得|听起来|听着|整体)*(?:还是)?(?:有点儿?|有些|略|太)"
         r"(?:单调|平淡|单薄|空|无聊|素|寡淡)(?:了)?[,，。;； ]+(?=(?:再|可以|给我"
         r"|想|要)*(?:加|添|来|补|配))", ""),
        # --- remarks
        (rf"(?:觉得|都)?嫌(?:弃)?(?:它|这首|曲子|太|有点儿?|过于)*{_QUALITY}(?:了)?", _less),
        (rf"(?:节奏|速度|曲子|整体|感觉|听起来|听着)?(?:还是|好像|稍微|稍|略|有点儿?|有些|实在"
         rf"|真的)?太过?{_QUALITY}(?:了|啦|吧|点)?(?:{_SOME})?",
         _less),
        (rf"(?:还是)?(?:有点儿?|有些|稍微有点|略微?|稍微?)(?:太|过于|过){_QUALITY}(?:了|啦)?", _less),
        (r"(?:有点儿?|有些|稍微有点|略)(?P<mood>\b\B)?(?:(?P<word>快|慢|长|短|吵|空|乱|急|拖沓?|单调|平淡?"
         r"|单薄|闷|沉闷))(?:了|啦)?(?=$"
         r"|[，,。！!；;、 ])", _less),
        (rf"(?:感觉|听起来|听着|听上去|整体|曲子|整首)(?:还是|好像)?(?:有点儿?|有些|略微?|偏){_QUALITY}(?:了"
         rf"|啦)?"
         r"(?=$|[,，。!！;； ])", _less),
        (rf"^\W*(?:变|弄|搞|改)(?:得|成)?{_QUALITY}(?:一点儿?|一些|些|点)?(?:吧|嘛|呗)?(?=\W*$)", _more),
        (rf"{_QUALITY}过头了?|过于{_QUALITY.replace('mood', 'm2').replace('word', 'w2')}",
         _overdone),
        (rf"(?:还|好像)?(?:不够|不太够|欠|缺点儿?|缺少?|没够){_QUALITY}(?:感)?", _more),
        (rf"(?:别|不要|不用|不必|没有?必要|用不着|没|不需要)(?:弄|搞|做)?(?:得)?(?:那么|这么|太|这样"
         rf"|那样){_QUALITY}(?:了"
         rf"|吧)?", _less),
        (r"(?P<neg>不)(?:那么|这么)(?P<mood>\b\B)?(?:(?P<word>快|慢|长|短|密|复杂|简单|吵|乱))", _less),
        (rf"(?:更|再|稍微?|变|弄|搞|来)(?:得)?(?P<mood>\b\B)?(?P<word>{_OTHERS}|简单|密)(?:{_SOME})?", _more),
        (rf"(?:少|降低|减少|减弱|弱化|收敛)(?:一?点儿?|一些|些)?{_QUALITY}(?:感)?", _less),
        (rf"(?:多|增加|加强|增强)(?:一?点儿?|一些|些){_QUALITY}(?:感|的感觉|的味道)?", _more),
        # a word that goes on is no quality: "加点冷门乐器"
        (rf"加(?:一?点儿?|一些|些){_QUALITY}"
         r"(?:感|的感觉|的味道|(?=$|\W|[吧进呢吗啊呀和再就可而但也又]))", _more),
        # "来点轻松的" is a wish of its own
        (rf"来(?:一?点儿?|一些|些){_QUALITY}(?:感|的感觉|的味道)?(?!的)", _more),
        (rf"(?:更|再|稍微?|变|弄|搞)?(?:得)?(?P<mood>\b\B)?(?P<word>{_OTHERS}){_SOME}(?!都)", _more),
        (rf"(?:情绪|感情|气氛|能量|气势|强度|热度)(?:再|更|稍微?|要|得)*(?:高|强|足|大|猛)(?:{_SOME})?"
         rf"|感觉(?:再|更|稍微?)?高(?:{_SOME})?",
            "更激昂"),
        (rf"(?:情绪|感情|气氛|感觉)(?:再|更|稍微?)?低(?:{_SOME})?", "更悲伤"),
        (rf"(?P<mood>{_MOODS})(?:下来|起来(?!了\W*(?:家人们|兄弟们|姐妹们)?\W*$))(?P<word>\b\B)?", _more),
        (r"(?:速度|节奏)(?:再|稍微|稍|给我|可以)*(?:提(?:一点儿?|一些|些|点)|提一提"
         r"|升一升|提一下|升一下|往上提|提起来|提上[去来])", "快一点"),
        (r"(?:速度|节奏)(?:降一降|减一减|降一下|放一放|降下[去来])", "慢一点"),
        # --- verbs
        (r"(?:节奏|速度)?(?:放缓|缓一缓|缓下来|拖慢|慢下来|慢慢来|降速|减慢|放慢|减速|调慢|弄慢)(?:一点儿?"
         r"|一些|些|点|一下)?(?![到至\d])", "慢一点"),
        (r"(?:节奏|速度)?(?:提速|快起来|加快|加速|调快|提快|带快|赶一点)(?:一点儿?|一些|些|点|一下)?"
         r"(?![到至\d])", "快一点"),
        (r"(?:速度|节奏)(?:再|稍微)?(?:高|上去|提高|提升|往上)(?:一点儿?|一些|些|点)?(?![到至\d])", "快一点"),
        (r"(?:速度|节奏)(?:再|稍微)?(?:低|下来|降低|下降|降|往下)(?:一点儿?|一些|些|点)?(?![到至\d])",
         "慢一点"),
        (r"(?:再)?(?:拉长|延长|加长(?![笛号])|放长|多(?:放|播)?一会儿?|久)(?:一点儿?|一些|些|点|一下)?"
         r"(?![到至\d])", "长一点"),
        (r"(?:再)?(?:缩短|剪短|减短|压缩|精简长度)(?:一点儿?|一些|些|点|一下)?(?![到至\d])", "短一点"),
        (r"(?:精简|简化|做减法|留白多|多留白|留点空|减少音符|音符少)(?:一点儿?|一些|些|点)?", "简单一点"),
        (r"(?:层次|内容|细节|音符)(?:再|更)?(?:多|丰富|密)(?:一点儿?|一些|些|点)?", "密一点"),
        (r"(?:升|移高|移调升|调高|抬高|提高|提升|拉高)(?:个)?(?:一)?个?(?P<n>半音|全音)", r"升一个\g<n>"),
        (r"(?:降|移低|移调降|调低|压低|降低|拉低)(?:个)?(?:一)?个?(?P<n>半音|全音)", r"降一个\g<n>"),
        (r"(?:调子?|音高|音调|key)(?:再|稍微)?(?:高|升高|升|提高)(?:一点儿?|一些|些|点)?(?![\d半全一两])",
         "升一个全音"),
        (r"(?:调子?|音高|音调|key)(?:再|稍微)?(?:低|降低|降)(?:一点儿?|一些|些|点)?(?![\d半全一两])",
         "降一个全音"),
        (r"(?<![鼓琴笛号斯声])(?:大声|响亮|有劲|使劲|给力|带感)(?:一点儿?|一些|些|点)", "更激烈"),
        (r"(?<![鼓琴笛号斯声])(?:小声|安静|轻)(?:一点儿?|一些|些|点)", "更安静"),
    )
)  # fmt: skip


def rephrased_chinese(text: str) -> str:
    """`text` with remarks and figures of speech in the words that the slots know."""
    text = without_chinese_circumstances(
        with_chinese_partings(with_chinese_entrances(plainly_in_chinese(text)))
    )
    for pattern, meaning in _RULES:
        text = pattern.sub(meaning, text)
    return text
