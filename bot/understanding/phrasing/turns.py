"""Turns of speech for a wish: what others want, what is missing, numbers that are only spoken of."""

from bot.understanding.phrasing.meanings import added_with_a_sign, gone, limited, missed
from bot.understanding.phrasing.parts import MUSIC_THING, UNIT_LENGTH, Rule, compiled
from bot.understanding.phrasing.players import INSTRUMENT
from bot.understanding.return_words import BETTER, LIKED

_KEY = r"(?-i:[A-G])(?:#|b|♯|♭|\s+(?:sharp|flat))?(?:\s+m(?:ajor|inor|aj|in)?)?"

#: what is said before a thing that was better
_WELL = (
    r"(?:(?:ok|and|now|so|then|maybe|no+|nah|nope|hm+|ugh|back\s+to|but|actually|wait|oh|honestly|yeah|tbh"
    r"|think"
    r"|i\s+think|sorry|well)\W+)*"
)

_MOVES_TO = {
    "cry": "sadder", "weep": "sadder", "sob": "sadder", "smile": "happier", "laugh": "happier",
    "dance": "more energetic", "move": "more energetic", "jump": "more energetic", "sleep": "calmer",
    "fall": "calmer", "relax": "calmer",
}  # fmt: skip

TURNS: tuple[Rule, ...] = (
    # "slower but not sleepy": how far it may go
    (compiled(r"(?P<wish>\b(?!over\b|other\b|never\b|rather\b|after\b)(?:[a-z]{3,}er|(?:more"
        r"|less)\s+[a-z]+)(?:\s+than\s+(?:this|that|now|before))?(?:\s+please)?)\s*,?\s*(?:but|just"
        r"|though)\s+not\s+"
        r"(?:(?:too|so|that|overly|like|super|all|like\s+totally)\s+)*[a-z]+(?=\s*(?:$|[,.;!]|please|though"
        r"|lol))"), limited),
    (compiled(r"\bhow\s+(?:does|would|do|will)\s+(?P<what>[^?.,;]*?\d[^?.,;]*?)\s+(?:sound|feel|work|be)\b"),
     r"how about \g<what>"),
    # what it would do to people: "A major would make the kids happier"
    (compiled(r"\bwould\s+(?:make|get|keep)\s+(?!it\b|this\b|that\b|things\b|everything\b|"
        rf"(?:the\s+)?{MUSIC_THING})(?:[\w']+\s+){{1,3}}?[\w']+(?=\s*(?:$|[,.;!]))"), " please "),
    (compiled(r"^\W*(?:(?:ok|so|maybe|like|try|now|and|then)\W+)*(?P<n>[5-9]\d|1\d\d|2[0-3]\d)\s*(?:,|and|&"
        r"|\+|with)\s+(?=[a-z]|\d+\s*(?:s|sec|min|bar|measure))(?!(?:a|\w+)\s+half)"), r"\g<n> bpm, "),
    (compiled(r"^(?P<lead>\W*(?:(?:ok|and|now|so|then|maybe|try|no|nah|hm+)\W+)*)a\s+(?P<mode>minor"
        r"|major)\W*(?P<end>please|instead|now|then|again)?\W*$"), r"\g<lead>in A \g<mode>"),
    (compiled(rf"^\W*{_WELL}(?:in\s+)?(?P<mode>minor|major)(?:\s+(?:key|mode|version))?\s+(?:again|back"
              rf"|{BETTER})"
        r"\W*(?:please|before|though|i\s+think|tbh|honestly)?\W*$"), r"in \g<mode>"),
    (compiled(rf"^\W*{_WELL}{LIKED}\s+(?:it\s+)?(?:better\s+|more\s+)?(?:in\s+)?(?:the\s+)?(?P<mode>minor"
              rf"|major)"
        r"(?:\s+(?:key|mode|version|one))?(?:\s+(?:better|more|best|most|before|again))*\W*$"),
     r"in \g<mode>"),
    (compiled(r"\b(?:restore|bring\s+back|give\s+(?:me|us)\s+back|(?:go(?:ing)?\s+)?back\s+to|return\s+to"
              r"|revert\s+to)\s+"
        r"(?:the\s+)?(?P<mode>minor|major)(?:\s+(?:key|mode|version|one))?\b(?!\s+(?:third|sixth|seventh|in"
        r"|of))"),
     r"in \g<mode>"),
    (compiled(r"\b(?P<way>more|less)\s+(?P<word>[a-z]+)\s+still\b"), r"even \g<way> \g<word>"),
    # "i think 120 would fit", "between 90 and 100"
    (compiled(r"^(?P<lead>\W*(?:(?:i\s+(?:think|guess|feel|believe|say)|maybe|perhaps|ok|so|hm+|imo|but|and"
              r"|probably)\W+)*)(?P<n>[4-9]\d|1\d\d|2[0-3]\d)\s+"
        r"(?:would|will|could|might|should)\s+(?:\w+\s+)?(?:fit|work|suit|do|feel|sound|be)"
        r"\b[^,.;\d]*$"), r"\g<lead>\g<n> bpm"),
    (compiled(r"\bbetween\s+(?P<low>[4-9]\d|1\d\d|2[0-3]\d)\s+and\s+(?P<high>[4-9]\d|1\d\d"
              r"|2[0-3]\d)\b(?!\s*(?:bpm|s|sec\w*|min\w*|bars?)\b)"),
     r"\g<low> to \g<high> bpm"),
    (compiled(r"\b(?:speed|tempo)\s+x\s?2\b|\bx\s?2\s+(?:the\s+)?(?:speed|tempo)\b"), "double the tempo"),
    (compiled(r"^\W*(?:(?:hm+|ok|lol|but|still|man|wow)\W+)*(?:it's|it\s+is|this\s+is|feels\s+like\s+it's)"
              r"\s+(?:\w+\s+)?racing\W*$"), "slower"),
    # what it shall do to people
    (compiled(r"^(?P<lead>\W*(?:(?:ok|now|please|and|just|can\s+you|could\s+you|i\s+want\s+(?:it"
              r"|this)\s+to)\W+)*)make\s+(?:me|us|people|everyone|them)\s+"
        r"(?:want\s+to\s+)?(?P<do>cry|weep|sob|smile|laugh|dance|move|jump|sleep|fall\s+asleep|relax)\b"),
     lambda m: f"{m['lead']}make it {_MOVES_TO[m['do'].lower().split()[0]]}"),
    (compiled(r"\ba\s?cappella\b"), "only choir"),
    (compiled(rf"^(?P<lead>\W*(?:(?:hey|and|oh|ok|um+)\W+)*)(?:do\s+you|have\s+you|you)\s+(?:have"
              rf"|got)\s+(?:an?|any|some)\s+(?P<thing>{INSTRUMENT})\W*$"),
     r"\g<lead>add \g<thing>"),
    (compiled(rf"\b(?P<way>less|fewer|more)\s+(?P<thing>{INSTRUMENT})\s+notes\b"),
     lambda m: "busier" if m["way"].lower() == "more" else "sparser"),
    # "it needs something deeper. a cello?"
    (compiled(rf"\b(?:needs?|wants?|could\s+use|missing|lacks)\s+something\s+(?:[a-z]+er|more\s+[a-z]+"
              rf"|[a-z]+)\s*[,.;:?-]+\s*(?:maybe\s+|perhaps\s+|like\s+)*(?:an?|some)\s+"
        rf"(?P<thing>{INSTRUMENT})"), r"add \g<thing>"),
    # how one of them plays: "busier drums"
    (compiled(rf"^(?P<lead>\W*(?:(?:ok|and|but|please|now|maybe)\W+)*)(?:busier|denser|simpler|sparser|fuller"
              rf"|thicker|thinner|faster|slower)\s+(?P<thing>{INSTRUMENT})"
        r"\W*(?:please|pls|though)?\W*$"), r"\g<lead>keep the \g<thing>"),
    # why somebody goes: "remove the violin, too silly"
    (compiled(rf"(?P<wish>\b(?:remove|drop|lose|cut|mute|no|without)\s+(?:the\s+"
              rf"|that\s+)?{INSTRUMENT}(?:\s+(?:again|please|out))*)\s*[,.;-]+\s*"
        r"(?:(?:it's|it\s+is|it\s+was|that's|sounds|way|just|a\s+bit|kind\s+of)\s+)*(?:too|so|way)"
        r"\s+[a-z]+\W*$"), r"\g<wish>"),
    # "piano alone was better"
    (compiled(rf"^(?P<lead>\W*(?:(?:no|nah|hm+|ok|i\s+think|just"
              rf"|actually)\W+)*)only\s+(?:the\s+)?(?P<thing>{INSTRUMENT})\s+{BETTER}"),
     r"\g<lead>only \g<thing>"),
    # "more notes, it feels empty"
    (compiled(r"(?P<lead>^|[,.;]\s*)(?:but\s+|and\s+|because\s+)?(?:(?:it|this|that)\s+)?(?:'s|is|feels"
              r"|sounds|feel|sound|it's)\s+(?:(?:too|so|kind\s+of|a\s+(?:bit|little)|still|"
        r"very|rather)\s+)*(?:empty|bare|hollow|thin)(?=\s*(?:$|[,.;!]|and\b|now\b|so"
        r"\b))"), r"\g<lead>busier"),
    (compiled(r"\b(?P<way>faster|quicker|slower|longer|shorter)\s+by\s+(?P<part>a\s+third|a\s+quarter)"
              r"\b"), r"\g<part> \g<way>"),
    # "clarinet on melody"
    (compiled(rf"^(?P<lead>\W*(?:(?:ok|and|now|so|then|maybe|with|put|have|let's\s+have|please|an?|the"
              rf"|some)\W+)*)(?P<thing>{INSTRUMENT})\s+on\s+"
        r"(?:the\s+)?(?:melody|lead|top\s+line|main\s+(?:tune|line|melody)|harmon(?:y|ies)|chords"
        r"|bass\s?line)(?=\W*(?:$|please|pls|now|instead|too))"),
     r"\g<lead>add \g<thing>"),
    # capo on a guitar's neck
    (compiled(r"\bcapo\s+(?:(?:on|at)\s+)?(?:the\s+)?(?P<n>[1-9])(?:st|nd|rd|th)?(?:\s+fret)?"
              r"\b"), r"up \g<n> semitones"),
    # "cut it to 30": a length that is no tempo
    (compiled(r"\b(?:cut|trim|shorten|clip)\s+(?:it|this|that)\s+(?:down\s+)?to\s+(?:about\s+|around\s+"
              r"|like\s+)?(?P<n>\d{1,3})\W*(?P<end>please|pls|max)?\W*$"),
     r"\g<n> seconds"),
    # "boring": a complaint, of which nobody wants more
    (compiled(r"^\W*(?:(?:hm+|ok|nah|meh|lol|sorry|but|a\s+bit|a\s+little|kind\s+of|so|too|this\s+is|that's"
              r"|that\s+is|it's|it\s+is|sounds?|feels?|really|"
        r"pretty|still|rather|quite)\W+)*(?P<word>boring|bland|lifeless|tame|sleepy|monotonous)\W*(?:tbh|ngl"
        r"|imo|though|now|lol|sorry|to\s+me)?\W*$"),
     "more energetic"),
    # "substitute the recorder with an oboe", and the other way round for an oboe
    (compiled(r"\bsubstitut(?:e|ing)\s+(?=(?:the\s+|that\s+)?[a-z][a-z ]*?\s+(?:with|by)\s)"), "replace "),
    # "take the accordion, leave the violin"
    (compiled(r"^(?P<lead>\W*(?:(?:ok|please|and|now|just)\W+)*)take\s+(?P<thing>(?:the"
              r"|that)\s+[a-z]+)\s*(?:,|and|but)\s*"
        r"(?:leave|keep)\s+(?=(?:the|that)\s)"), r"\g<lead>remove \g<thing>, keep "),
    # "kill the kick, i mean the drums"
    (compiled(r"\b(?P<verb>kill|drop|remove|lose|cut|mute|add|bring\s+in|take\s+out)\s+(?:the\s+|an?"
              r"\s+)?[a-z][a-z ]*?\s*[,(]+\s*"
        r"i\s+mean\s+(?=(?:the|an?)\s)"), r"\g<verb> "),
    # "2 slow", "swap fiddle 4 mandolin"
    (compiled(r"(?P<lead>^|[,.;!]\s*|\b(?:is|it's|was|way|still|far|just|feels?|sounds?|kind\s+of|a\s+"
        r"(?:bit|little))\s+)2\s+(?P<word>slow|fast|quick|loud"
        r"|quiet|long|short|busy|sad|happy|dark|bright|calm|high|low|boring|simple|heavy|soft|much|many)\b"),
     r"\g<lead>too \g<word>"),
    (compiled(r"\b(?P<swap>(?:swap|trade|switch|change)\s+(?:the\s+)?[a-z]+(?:\s+[a-z]+)?)\s+4\s+(?="
        r"(?:an?\s+|the\s+|some\s+)?[a-z])"), r"\g<swap> for "),
    # "less bars, 24"
    (compiled(r"\b(?:less|fewer|more|not\s+(?:so|that|as)\s+many|too\s+many)\s+(?P<unit>bars|measures"
        r"|seconds|secs|minutes|mins|bpm)\s*[,:;.-]+\s*"
        r"(?:like\s+|maybe\s+|just\s+|only\s+|about\s+|say\s+)*(?P<n>\d+)\b(?!\s*(?:less|fewer|more|off))"),
     r"\g<n> \g<unit>"),
    # "minor would hit harder", "no not minor, keep it major"
    (compiled(r"\b(?:would|will|could|might)\s+(?:hit|slap|go|feel|sound|work|land)\s+(?:so\s+much\s+"
        r"|way\s+|a\s+lot\s+|much\s+)?(?:harder|hard|different|better|nicer)\b"
        r"(?!\s+(?:if|with|without|at|in)\b)"), " please "),
    (compiled(r"\b(?:not|no|instead\s+of)\s+(?:in\s+)?(?:an?\s+)?(?:minor|major)\s*[,;.]*\s*(?:but\s+"
        r"|keep\s+(?:it\s+)?|make\s+it\s+|stay\s+|in\s+)*(?P<mode>major|minor)\b"),
     r"in \g<mode>"),
    (compiled(r"\b(?:keep|leave|stay(?:ing)?)\s+(?:it\s+|this\s+|that\s+)?(?:in\s+)?(?P<mode>major|minor)\b"
        r"(?!\s+(?:third|sixth|seventh))"), r"in \g<mode>"),
    (compiled(r"\b(?:an?\s+)?(?:[a-z]+er|more\s+[a-z]+|better|nicer)\s+key\s*[,:;-]*\s*(?:maybe|like"
        rf"|such\s+as|say|perhaps|so|e\.?g\.?|try|probably)\s+(?P<key>{_KEY})(?![\w'])"),
     r"in \g<key>"),
    (compiled(r"\b(?:try|use|do|prefer|go(?:\s+(?:to|for|with))?|make\s+it|rather|maybe)\s+"
        rf"(?P<key>{_KEY})\W*(?:please|instead|then)?\W*$"),
     r"in \g<key>"),
    # of a list: "160, G, no piano"
    (compiled(r"(?P<lead>^|,)\s*(?P<key>(?-i:[A-G])(?:#|b|♯|♭)?(?:m(?:in|aj)?)?)\s*(?=,)"), r"\g<lead> in "
        r"\g<key>"),
    (compiled(r"\bnot\s+in\s+\d\s*[,;.]*\s*(?:but\s+)?(?:in\s+)?(?P<beats>[2-7])(?!\s*[\d/])\b"),
     lambda m: f"in {m['beats']}/{'8' if m['beats'] in '67' else '4'}"),
    # "nah F was nicer", "don't like Bb. C."
    (compiled(rf"(?P<lead>^|[.;!,]\s*|\b(?:nah|no|nope|but|hm+|actually|think)\s+)(?P<key>{_KEY})\s+(?:was"
        r"|is|sounded|felt|fit|suited)\s+"
        r"(?:\w+\s+){0,2}?(?:better|nicer|best|cooler|good|fine|great|perfect)\b"), r"\g<lead>in \g<key>"),
    (compiled(rf"^[^.!?;]*\b(?:like|hate|of|in|not|than|about|doesn't|isn't)\s+{_KEY}"
        r"(?!\w)[^.!?;,]*[.!?;,]+\s*(?:try\s+|how\s+about\s+|rather\s+"
        rf"|make\s+it\s+|go\s+)?(?P<key>{_KEY})\W*$"), r"in \g<key>"),
    (compiled(r"\bslowed(?:\s+down)?(?=\s+(?:version|edit|mix|one|remix|down)|\W*(?:$|please|\+))"),
        "slower"),
    (compiled(r"\b(?:sped|speeded)\s+up\b"), "faster"),
    # "can it be 95 and a bit longer"
    (compiled(r"\b(?P<be>(?:it|this|that)\s+(?:to\s+)?be|(?:make|have|do|set|put)\s+(?:it|this|that)(?:\s+"
        r"(?:to|at))?|go(?:\s+to)?)"
        r"\s+(?P<n>[5-9]\d|1\d\d|2[01]\d)(?=\s+(?:and|but|with)\s+(?!\d))"), r"\g<be> \g<n> bpm"),
    # "the church sound" for which something is added is a reason
    (compiled(r"(?<=\w)\s+for\s+(?:that|this|the|some\s+of\s+that|extra|more\s+of\s+that)\s+"
        r"(?:[a-z-]+\s+){1,2}"
        r"(?:feel(?:ing)?|vibes?|sound|touch|flavou?r|effect|mood)(?=\s*(?:$|[,.;!?]))"), " "),
    # "more motion, by which i mean tempo"
    (compiled(r"\b(?P<more>more|less)\s+[a-z]+\s*[,(]?\s*(?:by\s+which\s+i\s+mean|i\s+mean|meaning"
        r"|that\s+is|as\s+in"
        r"|in\s+other\s+words)\s*,?\s*(?:the\s+|in\s+)?(?P<what>tempo|speed|energy|length|volume|pace"
        r"|drama)\b"),
     r"\g<more> \g<what>"),
    (compiled(r"\b(?P<who>(?:he|she|they|everyone|somebody|someone|mom|mum|dad|people)|(?:my|our|the|his"
        r"|her)\s+[a-z]+(?:\s+(?!i\b|we\b|you\b)[a-z]+)?)\s+(?!i\b)(?:also\s+|now\s+|just\s+|even\s+)*"
              r"(?:suggest(?:s|ed)?|recommend(?:s|ed)?|demand(?:s|ed)?|request(?:s|ed)?|propose[sd]?"
              r"|vote[sd]?\s+for|ask(?:s|ed)?\s+for|insist(?:s|ed)?\s+on|begs?\s+for|dreams?\s+of)\b"),
                  "they want"),
    (compiled(r"\bi\s+(?:search|seek|look|(?:am|'m)\s+(?:searching|looking))\s+(?:for\s+)?(?=(?:an?"
        r"|something)\s+(?:bit\s+|little\s+)?(?:more|less|\w+er)\b)"), "i want "),
    (compiled(r"(?P<lead>^|[.;!,]\s*)(?P<key>(?-i:[A-G])(?:#|b|♯|♭|\s+(?:sharp|flat))?(?:\s+m(?:ajor"
        r"|inor))?)\s+(?:again|then|instead|now)\b"), r"\g<lead>in \g<key>"),
    (compiled(r"\b(?P<verb>lower|raise|increase|decrease|reduce|boost|drop|up|turn\s+down|turn\s+up"
        r"|bring\s+down)\s+(?:both\s+)?(?:the\s+)?(?P<one>tempo|speed|energy|intensity|tension"
        r"|mood)\s+and\s+(?:the\s+)?"
              r"(?P<two>tempo|speed|energy|intensity|tension|mood)\b"), r"\g<verb> the \g<one> and "
              r"\g<verb> the \g<two>"),
    (compiled(r"\b(?:raise|lift|lighten|brighten|up|elevate|cheer)\s+(?:up\s+)?(?:the|my|our|its)\s+(?:mood"
        r"|spirits?)(?:\s+up)?\b"), "happier"),
    (compiled(r"\b(?:lower|darken|sink|dampen|drop|bring\s+down)\s+(?:the|its)\s+(?:mood|spirits?)"
        r"(?:\s+down)?\b"), "sadder"),
    (compiled(r"\b(?:the\s+)?(?:number|amount)\s+of\s+notes\s+(?:\w+\s+){0,3}?(?P<way>less|lower|fewer"
        r"|smaller|reduced|down|more|higher|bigger|up)\b"),
     lambda m: "busier" if m["way"] in ("more", "higher", "bigger", "up") else "sparser"),
    (compiled(r"\b(?:the\s+)?(?:speed|tempo|pace|bpm)\s+(?:it's|is|was|it\s+is|feels|seems)?\s*(?:a\s+"
        r"(?:bit|little)\s+|way\s+)?too\s+(?:much\s+)?(?P<way>high|fast|much|quick|low|slow)\b"),
     lambda m: "faster" if m["way"].lower() in ("low", "slow") else "slower"),
    (compiled(r"^.*\.{2,}\s*(?:hmm*,?\s+)?(?:no|nah|wait|actually)\b\s*,?\s*(?:wait\s*,?\s*)?(?:just\s+"
        r"|rather\s+|make\s+it\s+)*(?=(?:more|less|[a-z]+er|\d+)\b)"), ""),
    (compiled(r"\b(?:lighter|thinner|airier|leaner)\s+(?:texture|arrangement|instrumentation"
        r"|accompaniment)\b"), "sparser"),
    (compiled(r"\b(?:thicker|richer|fuller|heavier|busier|denser)\s+(?:texture|arrangement|accompaniment)\b"),
     "busier"),
    (compiled(r"\b(?:bring|lift|pick|cheer|turn)\s+(?:the|my|our|its)\s+(?:mood|spirits?)\s+"
        r"(?:back\s+)?up\b"), "happier"),
    (compiled(r"\b(?:bring|turn|take)\s+(?:the|its)\s+(?:mood|spirits?)\s+down\b"), "sadder"),
    (compiled(r"\b(?:i\s+|we\s+|you\s+)?(?:can\s+)?(?:don't|can't|can\s+not|cannot|barely|hardly)\s+"
        r"(?:even\s+)?hear\s+the\s+[a-z]+(?:\s+(?:well|enough|clearly|at\s+all|properly|much))?\s*[,.;]"),
            " "),
    (compiled(r"\bless\s+like\s+(?:an?\s+|the\s+|some\s+)?(?P<what>[a-z]+)\b"), r"less \g<what>"),
    (compiled(r"^[^?]*\?\s*(?:(?:or\s+)?is\s+that\s+too\s+much\W*)?(?:no|nah|nope|hmm+)\W+(?=.*\d)"), ""),
    (compiled(r"^\W*?\+\s*(?P<thing>[a-z][a-z ]+?)(?=\s*(?:$|[,.;!?]))"), added_with_a_sign),
    (compiled(r"^\s*[-–−]\s*(?P<thing>[a-z][a-z ]+?)(?=\s*(?:$|[,.;!?]))"), gone),
    (compiled(r"\b(?:i|we)(?:'d|\s+would)\s+be\s+(?:so\s+|very\s+|most\s+|much\s+)*(?:grateful|happy|glad"
        r"|thankful|delighted|pleased|obliged)(?:\s+(?:if\s+(?:you|it|we)\s+(?:could|would|can|were)|for"
        r"|with|to\s+(?:have|hear|get)))?\b"), " "),
    (compiled(r"\b(?:would|will)\s+it\s+(?:hurt|kill\s+you|be\s+(?:too\s+much|bad|wrong))\s+to\s+(?=be|make"
        r"|go|add|have|drop)"), "could it "),
    (compiled(r"(?:^|(?<=\bin\s)|(?<=\bto\s))(?P<beats>[2-9]|12)\s+(?P<unit>4|8)\b(?!\s*(?:bars?|bpm|s|sec"
        r"|min))(?=\s+(?:would|time|please|is|feels)|\W*$)"), r"in \g<beats>/\g<unit>"),
    (compiled(r"\b(?:(?:a\s+(?:bit|tad|little)|rather|quite)\s+)?on\s+the\s+(?P<word>[a-z]+)\s+side\b"),
        r"too \g<word>"),
    (compiled(r"\b(?:speed|tempo)\s*[:=]\s*half\b"), "half the tempo"),
    (compiled(r"(?<![\d.])(?P<n>\d{1,2})\s+(?P<way>faster|slower|quicker)\b"), r"\g<n> bpm \g<way>"),
    (compiled(r"\byou\s+(?:forgot|left\s+out|missed|skipped)\s+(?:the|my|a|an)\s+(?P<thing>[a-z]+)\b"),
     missed),
    (compiled(r"\b(?:all|what|the\s+only\s+thing)(?:\s+that)?(?:'s|\s+is)\s+(?:still\s+)?missing\s*(?:is|:"
        r"|,)?\s+(?:an?|some|the)\s+(?P<thing>[a-z]+)"), missed),
    (compiled(r"\bany\s+[a-z]+er\s+and\s+[^,.;]*[,.;]+"), " "),
    (compiled(r"\bis\s+(?:the|that)\s+(?P<thing>[a-z]+(?:\s+[a-z]+)?)\s+(?:really\s+|even\s+)?(?:needed"
        r"|necessary)\b(?:\s*\?)?"), gone),
    (compiled(r"\bwho\s+needs\s+(?:the\s+|an?\s+)?(?P<thing>[a-z]+)\b(?:\s*\?)?"), gone),
    (compiled(r"\b(?:tempo|speed|pace)\s+(?:\w+\s+){0,3}?(?:would\s+be|should\s+be|could\s+be|at\s+around"
        r"|is)\s+(?:about\s+|around\s+)?(?P<n>\d{2,3})\b(?!\s*(?:%|percent))"), r"\g<n> bpm"),
    (compiled(r"\b(?:it|this|that)(?:'s|\s+is)?\s+(?:still\s+|just\s+)?(?:lacking|lacks|missing)\s+"
        r"(?=[a-z])(?!something|a\s+bit|the\s+point)"),
     "it needs "),
    (compiled(r"^(?P<n>4\d|[5-9]\d|1\d\d|2[0-3]\d)\s+and\s+(?=(?:a\s+(?:bit|little|tad)\s+)?(?:more|less"
        r"|[a-z]+er)\b)"),
     r"\g<n> bpm and "),
    # "nobody has 90 seconds. 45": the second number is of the same
    (compiled(r"^.*?\b\d+\s*(?P<unit>bpm|seconds?|secs?|minutes?|mins?|bars?)\b[^.!?;,\d]*[.!?;,]+\s*(?:"
        r"(?:make\s+it|just|only|try|rather|say|do|more\s+like)\s+)*(?P<n>\d+)\s*(?:(?:is|are|would\s+be"
        r"|will\s+be|will|would|should)\s+)?"
        r"(?:please|enough|fine|plenty|better|good|perfect|ok(?:ay)?|max|tops|do|be|"
        r"\s)*[.!?]*$"), r"\g<n> \g<unit>"),
    (compiled(r"\b(?P<new>\d+)\s*(?P<unit>bpm|seconds?|secs?|s|minutes?|mins?|bars?)\s*,?\s*(?:instead\s+of"
        r"|rather\s+than|not)\s+\d+(?:\s*(?:bpm|seconds?|secs?|s|minutes?|mins?|bars?))?\b"),
     r"\g<new> \g<unit>"),
    (compiled(r"\b(?P<way>up|down)\s+(?:a\s+)?(?:notch|bit|little|tad|touch)\s+(?:in|on|with)\s+(?:the\s+)?"
        r"(?:speed|tempo|pace|bpm)\b"), lambda m: "a bit faster" if m["way"].lower() == "up" else
            "a bit slower"),
    (compiled(r"\b(?P<way>longer|shorter)\s+by\s+(?:about\s+|like\s+)?half\s+a\s+minute\b"),
     r"30 seconds \g<way>"),
    (compiled(r"\b(?P<way>longer|shorter)\s+by\s+(?:about\s+|like\s+)?(?:a|1|one)\s+minute\b"),
        r"60 seconds \g<way>"),
    (compiled(r"\b(?P<n>\d+)\s+(?:clicks|notches|ticks)\s+(?P<way>faster|slower|quicker)\b"),
     r"\g<n> bpm \g<way>"),
    (compiled(r"\bin\s+(?P<beats>[2-9]|12)\s+(?P<unit>4|8)\b(?!\s*(?:bars?|bpm|s|sec|min))"),
     r"in \g<beats>/\g<unit>"),
    # "3 minutes is way too long": a number that is complained of is no wish
    (compiled(rf"^(?P<lead>[^\d,.;!?]*)\b\d+(?:\.\d+)?\s*(?:s|{UNIT_LENGTH})\s+(?:(?:is|was|are|feels?|felt"
              rf"|seems?|sounds?)\s+)"
        r"(?:(?:still|just|kind\s+of|a\s+(?:bit|little)|really|way|far|much|so|pretty|quite|slightly)\s+)*"
        r"(?:too\s+)?(?P<how>long|short|much|little|brief)\b(?!\s+(?:enough|better))(?=[^\d]*$)"),
     lambda m: f"{m['lead']}{'shorter' if m['how'].lower() in ('long', 'much') else 'longer'}"),
    # the reason for a length that was said before it: "half the length, 2 min is too much for an intro"
    (compiled(rf"(?<=[,.;])\s*\b\d+(?:\.\d+)?\s*(?:s|{UNIT_LENGTH})\s+(?:is|was|feels?|seems?|sounds?)\s+"
        r"(?:(?:still|just|really|way|far|much|so|a\s+(?:bit|little))\s+)*"
        r"(?:too\s+\w+|overkill|plenty)\b[^\d]*$"), " "),
    # of two numbers the first is only spoken of: "145 is crazy, go down to 132", "10 secs is short. 18"
    (compiled(r"^(?P<lead>[^\d,.;!?]*)\b\d+(?:\.\d+)?\s*(?:bpm|s|secs?|seconds?|mins?|minutes?|bars?)?\s+"
        r"(?:is|was|feels?|felt|seems?|sounds?)\s"
              r"[^.,;!?\d]*?(?:[.,;!?]+\s*|(?=\b(?:go|make|try|do|take|bring|drop|set|use|put)\b))(?=.*\d)"),
     " "),
    (compiled(r"(?<!take\s)(?<!leave\s)(?<!cut\s)(?<!turn\s)(?<!fade\s)(?<!bring\s)(?<!throw\s)(?<!kick\s)"
        r"(?<!pull\s)(?<!drop\s)(?<!keep\s)\bthe\s+(?P<thing>[a-z][a-z ]{2,20}?)\s+(?:removed|omitted|gone"
        r"|cut|muted|dropped|left\s+out|taken\s+out|out)(?=\s*(?:$|[,.;!?]))"), gone),
    (compiled(r"^(?P<lead>\W*(?:(?:ok|and|but|now|also|please|so)[,\s]+)*)(?:the\s+)?(?P<thing>[a-z]+)\s+no"
        r"(?=\s*(?:$|[,.;!?]))"), gone),
)  # fmt: skip
