"""Habits of Chinese chats, put plainly before anything else is read: "电钢琴不要了,换合成器", "速度加10",
"低一个纯四度行吗".
"""

import re
from collections.abc import Callable

from bot.understanding.instrument_names import spoken_names

_Match = re.Match[str]
_PLAYER = "|".join(sorted((re.escape(w) for w in spoken_names() if not w.isascii()), key=len, reverse=True))
_ANY_PLAYER = rf"(?:{_PLAYER}|[a-z][a-z ]{{2,20}})"
_TEMPO = r"(?P<n>[4-9]\d|1\d\d|2[0-3]\d)(?!\d|\s*(?:秒|分|小节|个|年|岁|[:.%/]))"
_DEGREES = {
    "小二": 1, "大二": 2, "二": 2, "小三": 3, "大三": 4, "三": 4, "纯四": 5, "四": 5, "增四": 6, "减五": 6,
    "纯五": 7, "五": 7, "小六": 8, "大六": 9, "六": 9, "八": 12, "纯八": 12,
}  # fmt: skip


def _interval(match: _Match) -> str:
    size = _DEGREES[match["size"]]
    return f" {'up' if match['way'] in '升高提' else 'down'} {size} semitones "


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[_Match], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        # --- intervals, tempo, length
        (rf"(?:整体|全曲|全部|调子?)?(?:再|给我|移|调|拉|往)*(?P<way>[升降高低提])(?:[高低上下])?了?"
         rf"(?:一?个)?(?P<size>{'|'.join(sorted(_DEGREES, key=len, reverse=True))})度",
         _interval),
        (r"(?:速度|节奏|tempo|bpm)(?:再|给我|稍微)*(?:加|提|升|涨|快)(?:上|个)?(?P<n>\d{1,2})(?!\d|\s*(?:秒"
         r"|分|小节|%|倍))", r"快\g<n>bpm"),
        (r"(?:速度|节奏|tempo|bpm)(?:再|给我|稍微)*(?:减|降|慢)(?:掉|个)?(?P<n>\d{1,2})(?!\d|\s*(?:秒|分"
         r"|小节|%|倍))", r"慢\g<n>bpm"),
        (r"(?:速度|节奏|tempo)(?:给我|再)*(?:调|改|变|提|升|降|放)?(?:成|到|为)?(?:原来|现在|原速)的?"
         r"(?P<n>\d(?:\.\d+)?)倍", r" \g<n>x speed "),
        (rf"(?:接|配|卡)(?:着)?(?:下|上)?一?[首曲].{{0,4}}?(?:要|是)?{_TEMPO}", r"调到\g<n>"),
        (r"(?:嫌|太|有点|好)[快慢](?:了|啦)?[^,，。]{0,4}[,，。 ]+(?:改|换|调|变)(?:成|到)?\s*(?P<n>\d{2,3})"
         r"(?!\d|\s*(?:秒|分|小节))", r"调到\g<n>"),
        (rf"(?P<way>[快慢])啲[,，。 ]*{_TEMPO}(?:就?得|就?好|就?行)(?:啦|喇|了|嘅)*", r"调到\g<n>"),
        (r"^\W*\d+\s*(?P<u>秒钟?|分钟|小节)(?:不够|不太够|太[长短多少])[^,，。]*[,，。;； ]+"
         r"(?:改|换|调|变|加|就|要|用|来)*(?:成|到)?\s*(?P<n>\d+)(?P<own>秒钟?|分钟|小节)?",
         lambda m: f"{m['n']}{m['own'] or m['u']}"),
        (r"(?:再)?来点?能量|能量(?:再|给我|可以)*(?:多|高|强|足)(?:一?点|一些|些)|再?(?:多|给)点?能量",
         "更激昂"),
        # --- players
        (rf"(?P<old>{_PLAYER})(?:不要|不用|算|免|撤|拿掉|去掉|删掉)了?吧?[,，。;； ]+(?:就|给我|请)?换(?:成"
         rf"|上|个|为)*(?P<new>{_PLAYER})(?:来|做)?(?:铺底|打底)?", r"把\g<old>换成\g<new>"),
        (rf"(?P<old>{_PLAYER})(?:请|麻烦|帮我|给我|可以|能不能|直接|都)*换(?:成|为|上)(?P<new>{_PLAYER})",
         r"把\g<old>换成\g<new>"),
        (rf"(?P<old>{_PLAYER})[^,，。;；]{{1,12}}[,，。;； ]+(?:还是|就|不如|给我|能不能"
         rf"|可以)*用(?P<new>{_ANY_PLAYER})\s*(?:来|去)?(?:代替|替代|替换|顶替|取代|换掉?)(?:它|他|吧|一下)*"
         rf"",
         r"把\g<old>换成\g<new>"),
        (rf"^\W*(?:还是)?换回(?:原来的?|之前的?|一开始的?)?(?P<old>{_PLAYER})(?:吧|好了|了)*\W*$",
         r"还是\g<old>更好听"),
        (rf"(?P<back>(?P<thing>{_PLAYER})(?:再|还是|给我)*加回(?:来|去)?(?:吧|了)*)[,，。 ]+没有?"
         rf"(?P=thing)[^,，。]*$", r"\g<back>"),
        (rf"^\W*(?:呃|嗯|额|唉|啊)*[,，]?(?:感觉|听着)?(?:有点儿?|有些|略|太)?(?:单薄|空|单调|平淡|素|干)"
         rf"(?:了)?[,，。;； ]+(?=(?:把)?(?:{_PLAYER})(?:再|还是)*加回)", ""),
        (rf"(?P<gone>(?:{_PLAYER})(?:拿掉|去掉|删掉|不要|关掉)(?:了|吧)*)[,，。 ]+(?:压|盖|抢|吵|闹|太"
         rf"|挡)[^,，。]*$", r"\g<gone>"),
        (r"加长号(?![位码])", "加一个长号"),
        (rf"[,，。 ]+(?:这样)?(?:{_PLAYER})(?:比较|更)?(?:好|方便|容易|顺手|舒服)(?:吹|弹|拉|唱|打|配"
         rf"|接)[^,，。]*$", ""),
        (r"(?:歇|休息|睡|躺|坐|喘)(?:个|上|了)?\d+(?:秒钟?|分钟|小时)", ""),
        (rf"^\W*(?:不行|算了|呃|哎|啊|唉)*(?:太|有点儿?|好)[^,，。]{{1,5}}(?:了|啊)?[,，。 ]+(?=(?:把)?"
         rf"(?:{_PLAYER})(?:删|去|拿|关|换|撤|不要))", ""),
        (rf"(?P<gone>(?:{_PLAYER}|铜管|弦乐|木管)(?:拿掉|去掉|删掉|不要|关掉|删了)(?:了|吧)*)[,，。 ]+(?:我"
         rf"|我们|他|她|有人)(?:自己|来|会|要)*(?:吹|弹|拉|唱|打|敲)[^,，。]*", r"\g<gone>"),
        (r"^\W*(?P<first>\d+)小节(?:不够|太短|太少)[^,，。]*[,，。 ]+(?P<n>\d+)(?:吧|就好|就行)?\W*$",
         r"\g<n>小节"),
        (rf"[,，。 ]+(?:要|就要|得|用){_TEMPO}(?=\W*$)", r",调到\g<n>"),
        # for what it is, and what is told before or behind a wish
        (r"(?:^|(?<=[,，。!！ ]))\W*[^,，。!！\d加换去删改要不]{1,10}(?:用的?|(?<!好)听的?|的话|到了|比较长"
         r"|的时候)[,，。!！ ]+(?=.*"
         r"(?:[加换去删改要调慢快]|\d))", ""),
        (r"(?P<wish>[改换加去删调][^,，。!！?？]{1,12})[,，。!！?？ ]+[^,，。\d加换去删改要不]{1,6}(?:到了"
         r"|来了|了|用的?)\W*$", r"\g<wish>"),
        (rf"(?:绝对|千万|一定)?(?:不要|别|不准|禁止|不许)(?:让|再)?(?:出现|再有|有|用|加)"
         rf"(?P<thing>{_PLAYER})", r"不要\g<thing>"),
        (r"^\W*(?:把)?上一步(?:取消|撤销|撤回|退掉)(?:掉|了|吧)*\W*$", "撤销"),
        (r"^\W*[^,，。!！\d]{1,8}的话(?=[加换去删改要来])", ""),
        # --- where it plays, before what is wanted of it
        (r"^\W*[^,，。\d]{2,8}(?:场面|场景|戏|桥段|片段|的时候|时间)(?:嘛|吧|呢|啊|了)*[,，。 ]+(?=.*(?:一点"
         r"|一些|点$|再|更|要))", ""),
    )
)  # fmt: skip


def plainly_in_chinese(text: str) -> str:
    """Chinese `text` behind a piece without these habits."""
    for pattern, meaning in _RULES:
        text = pattern.sub(meaning, text)
    return text
