"""The words by which a message says what it wants done."""

import re

MUSIC_NOUN = re.compile(
    r"\b(?:music|songs?|tracks?|tunes?|beats?|melod(?:y|ies|ic)|themes?|bgm|ost|playlists?|jingles?|loops?"
    r"|riffs?|soundtracks?|bangers?|bops?|anthems?|instrumental|grooves?|compositions?|ditty|vibes?|pieces?"
    r"|takes?|score|chords?|midi|fanfare|intro|interlude|overture|medley|duets?|solos?|lullab(?:y|ies)"
    r"|serenades?|ballads?|symphon(?:y|ies)|concertos?|backing|ambience|bpm|tempo|ringtone|arpeggios?|banger"
    r"|verse|chorus|quartet|trio|quintet|hymns?|dances?)\b|bgm|曲|歌|音乐|旋律|配乐|节奏|乐|伴奏|铃声|调子"
    r"|纯音乐"
)
OFF_TOPIC = re.compile(
    r"\b(?:poems?|essays?|code|script|python|javascript|sql|function|program|e-?mails?|letters?|jokes?"
    r"|recipes?|homework|assignment|sandwich|pizza|coffee please|story|stories|novel|images?|pictures?|photo"
    r"|drawing|logo|memes?|weather|(?:make|cook|get|order|bring|buy|want|need|eat|eating|ate|have"
    r"|had)\s+(?:me\s+|us\s+)?(?:an?\s+|some\s+)?(?:dinner|lunch|breakfast)|excuse(?!\s+(?:me|us|my))"
    r"|password|spreadsheet|table of|translate|translation|summary|summari[sz]e|math|equation|calculate|stock"
    r"|bitcoin|crypto|news|president|capital of|system prompt|raid|website|resume|cv|cover letter|bank"
    r"|credit card|api key|token|username|tax(?:es)?|cake|sword|tweet|blog)\b|(?:帮我?|替我?"
    r"|给我).{0,4}(?:作业|论文|代码|邮件)|写一?[篇封段个].{0,4}(?:论文|代码|邮件|作文|程序)|笑话|天气|故事"
    r"|做饭|吃什么|翻译|新闻|股票|密码|首都|总统|(?<!史)诗"
)
#: small talk, and nothing else: "hi all", "thanks thanks", "ok cool, good night cadenza". Atomic, since what
#: can be parted in two ways would be tried in all of them
GREETING = re.compile(
    r"^(?>(?:hi+|hey+|hello+|yo+|sup|hiya|howdy|good ?(?:morning|evening|afternoon|night)|gm|gn|morning"
    r"|night night|sleep well|sweet dreams|have a (?:good|nice|great) (?:one|day|night|evening|weekend)"
    r"|what'?s up|wassup|how are you(?: doing)?|how's it going|greetings|welcome back|i'?m back|(?:brb|afk"
    r"|gtg)(?: \w+){0,3}|thanks?(?: you| a lot| so much)?|thank you.*|cheers|lol+|lmao+|haha+|hehe+|rofl|xd"
    r"|ok(?:ay)?|k|cool|nice|great|awesome|amazing|wow|yes|no|nope|yeah|yep|sure|bye|goodbye|see (?:you"
    r"|ya)(?: later| tomorrow)?|later|np|gg|wp|same|true|idk|well done|good job|nice one|(?:i )?hope (?:you"
    r"|everyone|all)\b.*|你好|您好|嗨|大家好|早上好|晚上好|晚安|早安|谢谢.*|多谢|哈哈+|好的|再见|拜拜|嗯+"
    r"|在吗)(?:\s+(?:everyone|all|guys|there|bot|cadenza|folks|people|man|bro|mate|friend|chat|team|you|again"
    r"|y'?all|so much|a lot|a bunch|a ton|a million|for .*))*(?:[\s!.?~,)(:;呀啊吗]+|$))+$"
)
#: thanks, with which no wish goes
THANKS = re.compile(r"^(?:\w+[\s,!]+){0,2}?(?:many\s+)?(?:thanks?|thank\s+you|谢谢|多谢|感谢)(?![a-z])")
HOSTILE = re.compile(
    r"\b(?:you(?:'re|r| are)?\s+(?:so\s+|such\s+)?(?:an?\s+|the\s+)?(?:[a-z]+\s+)?(?:suck|stupid|useless|dumb"
    r"|idiot|trash|garbage|worst|terrible|awful|annoying|bad|moron|joke|broken|ugly|pathetic|worthless|shit)"
    r"|(?:stupid|useless|dumb|trash|garbage|shitty|worthless)\s+(?:bot|ai|program|thing|machine)"
    r"|(?<!won't )(?<!doesn't )(?<!didn't )(?<!can't )shut\s+up|kill\s+(?:yourself|urself)|kys"
    r"|fuck(?:ing)?\s+(?:you|off|this|bot)|screw\s+you|go\s+to\s+hell|stfu|i\s+hate\s+(?:you|this bot"
    r"|this server)|hate\s+you|bite\s+me|get\s+lost|piss\s+off|drop\s+dead|this\s+(?:bot"
    r"|thing)\s+(?:is\s+)?(?:sucks?|trash|garbage|bad|useless|stupid|broken))\b|笨蛋|傻逼|傻瓜|垃圾|滚[开蛋]"
    r"|^滚|去死|闭嘴|白痴|废物|讨厌你"
)
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|prompts?|rules)\b|\bsystem prompt\b"
    r"|\byou are now\b|\bjailbreak\b"
)
HELP = re.compile(
    r"^(?:please\s+)?(?:help|/help|commands?|menu|instructions)(?:\s+(?:me|please|list))*[\s!?.]*$"
    r"|\bwhat\s+(?:all\s+|else\s+)?(?:can|do)\s+you\s+(?:(?:actually|even|really|all)\s+)?do\b(?!\s+(?:with"
    r"|to|about|for)\b)|\bhow\s+(?:do(?:es)?|can|should)\s+(?:i|we|this|you|it|one|(?:this|the)\s+(?:bot"
    r"|thing|app))\s+(?:use|work|talk|start|ask|operate)|\bhow\s+to\s+(?:use|upload|delete|save|download"
    r"|share)\b|\b(?:what|which)\s+(?:commands?|features|options|languages|file\s+(?:types|formats)"
    r"|formats)\s+(?:do|does|are|can|is)\b|\b(?:what\s+are|show\s+me|list"
    r"|tell\s+me)\s+(?:all\s+)?(?:of\s+)?(?:your|the)\s+(?:commands|features|options)|\b(?:who"
    r"|what)\s+are\s+you\b|\bhow\s+do\s+(?:i|you)\s+work|\bwhat\s+(?:styles|instruments|moods|keys)\s+(?:do"
    r"|can|are|does)\b(?!.*\b(?:file|attached|attachment|upload|this|that|it|#\d|take|one|midi)\b)"
    r"|\bhow\s+(?:do|can|could|would)\s+(?:i|we)\s+(?:get|download|save|export|share|upload"
    r"|set|delete|see|rate|invite|tell\s+you)\b|^(?:\w+[\s,]+)?(?:can|do|could)\s+(?:you|i|we)\s+(?:even\s+"
    r"|also\s+|actually\s+)?(?:read|sing|take\s+requests|support|understand|speak|upload|export|download"
    r"|import|accept|handle|work\s+(?:with|in|on))\b|^how\s+(?:many|long)\b.*\bcan\s+(?:you|i|a|the|it)\b"
    r"|\btell\s+me\s+about\s+yourself\b|^are\s+you\s+(?:an?\s+)?(?:ai|bot|robot|human|real)\b"
    r"|\bis\s+there\s+an?\s+(?:limit|maximum|max|way\s+to\s+(?:save|download|export|upload|share|invite|see"
    r"|change\s+the\s+language))\b|\bdo\s+(?:i|we)\s+have\s+to\s+(?:pay|register|sign\s+up)|\bwho\s+owns\b"
    r"|^(?:\w+\s+){0,2}(?:is|are)\s+(?:it|this|you)\s+(?:really\s+)?free\b|\bhow\s+much\s+(?:does|do"
    r"|is)\s+(?:it|this|you)\b|\bneed\s+help\s+(?:using|with\s+(?:you|the\s+bot))|^(?:帮助|说明|怎么用"
    r"|使用说明|指令)|你(?:都|还|到底|究竟)?(?:会|能|可以)(?:做|干|帮我做)?(?:点|些)?(?:什么|啥)|怎么使用"
    r"|你是谁|怎么(?:把|才能|样)?.{0,8}(?:存|保存|下载|导出|上传|设置|分享|邀请)|你.{0,4}(?:会|能"
    r"|可以)(?:干嘛|干吗)|有(?:什么|哪些)(?:指令|命令|功能)|^你?(?:会|能)(?:唱歌|看谱|读谱|识谱)吗"
)
STARS = re.compile(
    r"\b(?P<word>one|two|three|four|five)\s+stars?\b|(?P<stars>[1-5])\s*(?:\.0)?\s*(?:/\s*5|(?:out\s+)?of\s+5\b"
    r"|stars?\b|★|⭐|颗?星|分(?!钟))|(?P<emoji>[★⭐]{1,5})"
)
TEN = re.compile(r"(?P<ten>10|[1-9])\s*(?:/\s*10|out\s+of\s+10)")
RATE = re.compile(
    r"\brat(?:e|ing)\b(?!\s+of)|\bthumbs[\s-]?(?:up|down)\b|👍|👎|\bi\s+(?:really\s+)?(?:love|loved|like"
    r"|liked|hate|hated|dislike|enjoyed)\s+(?:(?:it|this|that)(?:\s+(?:one|song|track|piece|take|tune"
    r"|beat))?(?=\s*(?:$|[,.!;👍👎]|so\b|a lot))|the\s+(?:last|first|second|third)|#\d)"
    r"|\bgets\s+(?:an?\s+)?[1-5]\b|^(?:love|loved|like|liked|hate|hated)\s+(?:it|this|that)\s*[!.]*$|打分"
    r"|评分|打[1-5]颗?[分星]|给.{0,12}(?:星|分(?!钟))|^(?!.*(?:推荐|想听|来[点首]|找|有没有)).*(?:好听|难听)"
    r"|喜欢这"
)
EXPLAIN = re.compile(
    r"\bwhy\s+(?:on\s+earth\s+|in\s+the\s+world\s+|the\s+(?:hell|heck)\s+|exactly\s+)?(?:did|does|do"
    r"|you\s+(?:chose|choose|picked|recommended|suggested|played|made|used|wrote)|recommend|suggest|propose"
    r"|choose|pick|this|that|these|those|is|are|was|would|have|me)\b(?!\s+(?:i|the sky|we|people|my)\b)"
    r"|\bexplain\b|\bhow\s+come\b|\bhow\s+did\s+you\s+(?:choose|pick|make|come|decide|compose|write)"
    r"|\bwhat(?:'s| is| was)\s+the\s+reason|\bwhat\s+made\s+you\s+(?:pick|choose|think)|为什么|为啥|解释"
    r"|怎么选"
)
#: nothing but the question, which is about what was played or shown last
WHY = re.compile(
    r"^[¿¡\s]*(?:(?:but|so|and|ok|okay)[\s,]+)*(?:why|how come|explain)[\s?!.？！。¿؟]*$|^(?:为什么|为啥"
    r"|怎么回事|解释一下)(?:呢|啊|呀)?[\s?!.？！。]*$"
)
ABOUT_MUSIC = re.compile(
    r"\b(?:you\s+(?:\w+\s+)?think\s+(?:that\s+)?(?:i|we)|recommend\w*|suggest\w*|choices?|reasons?|decision"
    r"|pick|picked|chose|choose|suggest|play|this|that"
    r"|these|those|it|track|song|piece|one|you\s+(?:make|made|write|wrote|compose))\b|推荐|选|这|那|首"
)
ANALYZE = re.compile(
    r"\banaly[sz]e\b|\banalysis\b|\b(?:(?:tell|show|give)\s+me|break\s+down|figure\s+out|identify|detect|list"
    r"|find\s+out)\s+(?:the\s+|its\s+)?(?:key|tempo|bpm|chords?|time\s+signature|metre|meter)\b(?=.*\b(?:this"
    r"|that|it|attached|file|midi|upload|song|piece|track)\b)"
    r"|(?<!idea )(?<!know )(?<!care )(?<!sure )(?<!mind )\bwhat(?:'s| is| are| was"
    r"| were)?\s+(?:the\s+)?(?:key|tempo|bpm|chords?|time\s+signature|metre|meter|scale|instruments?)\s*(?:is"
    r"|are|does|do|of|in|was|did)?\b(?=.*\b(?:this|that|it|one|song|track|piece|last|file|attached|attachment|upload|midi|#\d))"
    r"|(?<!idea )(?<!know )(?<!care )(?<!sure )(?<!mind )(?<!matter )\b(?:which|what)\s+key\b"
    r"|\bhow\s+many\s+(?:bpm|beats|bars|notes"
    r"|instruments|chords|measures)\b.{0,25}\b(?:this|that|it|one|song|track|piece|file|take"
    r"|#\d)\b(?!.*\b(?:can|could|should)\b)"
    r"|\bhow\s+(?:fast"
    r"|long|many\s+bars)\s+(?:is|was|does|did)\s+(?:this|that|it|the\s+last|#\d)|分析|什么调|几拍"
)
CONTINUE = re.compile(
    r"^(?:please\s+|and\s+|now\s+|can you\s+|could you\s+)*(?:continue|keep\s+(?:going|playing\s+on)"
    r"|carry\s+(?:(?:it|this|that)\s+)?on|go\s+on|extend|finish)\b|\bcontinue\s+(?:it|this|that|the|my|#)"
    r"|\b(?:add|append|tack\s+on|put)\s+(?:another\s+)?\d+\s+(?:more\s+)?(?:bars|measures|seconds)\s+(?:to"
    r"|on(?:to)?|at)\b"
    r"|\bmake\s+my\s+\w+\s+longer\b|\bkeep\s+going\b|\bpick(?:ing)?\s+(?:it\s+)?up\s+(?:from\s+)?where\b"
    r"|\bextend\s+(?:it|this|that|the)|\bwhat\s+(?:comes|happens)\s+next|\bfinish\s+(?:it|this|that)\s+(?:for"
    r"|off)|(?:继续|接着)(?:往下)?(?:写|编|作|弹|拉)?|续写|往下写|延续"
)
BLEND = re.compile(
    r"\b(?:baby|child|love\s?child|offspring|hybrid|marriage|middle)\s+(?:of|between)\b|\bhalfway\s+between\b"
    r"|\b(?:blend|mash(?:\s?-?up)?|mix|merge|cross(?:breed)?|combine|fuse|interpolate|morph)\b|混合|融合"
    r"|混在一起|结合"
)
TWO = re.compile(r"\b(?:them|both|these|those|(?:the\s+)?(?:last\s+)?(?:two|2))\b|两[首个]")
#: pieces that are there, though nobody spoke of them before: files, or what stands in a list
BLENDS_WHAT_IS_THERE = re.compile(
    r"\b(?:blend|mash(?:\s?-?up)?|mix|merge|cross(?:breed)?|combine|fuse|interpolate|morph)\s+(?:up\s+"
    r"|together\s+)?(?:both\s+of\s+|both\s+)?(?:my|our|these|those|the|both)\s+(?:last\s+)?(?:two\s+|2\s+"
    r"|both\s+)?(?:uploads?|files?|midis?|attachments?|takes?|pieces?|songs?|tracks?|tunes?)\b|\b(?:blend"
    r"|mash(?:\s?-?up)?|mix|merge|combine|fuse)\s+(?:(?:these|those|both|them)(?:\s+(?:two|2))?|(?:the"
    r"|my)\s+last\s+(?:two|2))(?:\s+(?:in(?:to)?\s+(?:only|one)|up|together|half\s+and\s+half|50\W*50|equally"
    r"|evenly|please|into\s+one))*\W*$|(?:两[首个段]|这[两几][首个段]).{0,12}(?:混合|融合"
    r"|混在一起|结合|混一?下)|(?:混合|融合|结合).{0,6}两[首个段]|把(?:这|那"
    r"|我的?)?两[首个段].{0,4}[揉合拼混融掺]"
)
RESTYLE = re.compile(
    r"\b(?:turn|make|transform|convert|rework|restyle|redo|arrange|rearrange|cover|remix|reimagine|do|play"
    r"|put|render|change)\s+(?:it|this|that|(?:the\s+)?(?:last|first|second|third|previous)(?:\s+\w+)?|#\d+"
    r"|number\s+\d+)\s+(?:\w+\s+){0,2}(?:into|as|to|in|like|for)\b|\brestyle\b|\b(?:remix"
    r"|cover)\s+(?:of\s+)?(?:this|that|it|#\d|the\s+last)|改成|改编|换成|变成"
)
#: what is pointed at, though nobody spoke of it before, shall become something else: an upload, a reply
TURNS_WHAT_IS_THERE = re.compile(
    r"\bmake\s+my\s+\w+\s+(?:sound\s+like|more)\b|\b(?:version|cover|remix|arrangement)\s+of\s+(?:this|my)\b"
    r"|\b(?:turn|transform|convert|rework|restyle|rearrange|remix|reimagine|cover)\s+(?:this|that|it|these|my"
    r"|the)\b(?:\s+\w+){0,4}?\s+(?:into|as|to|in)\b|\brestyle\s+(?:this|that|it|my)\b|\b(?:re-?do|do|render"
    r"|arrange|recast|make|play)\s+(?:my|the\s+attached|this)\s+(?:\w+\s+){0,2}?(?:one|upload|file|midi|song"
    r"|tune|piece|track|sketch|recording|melody)\s+(?:into|as|in)\b|把(?:这|那|我|它).{0,8}?(?:改成|改编成"
    r"|变成|换成|做成|转成)"
)
VARIES_WHAT_IS_THERE = re.compile(
    r"\b(?:variations?|(?:different|another|new|fresh)\s+(?:take|version|spin))\s+(?:on|of)\s+(?:this|that|my"
    r"|the|it)\b|\bvary\s+(?:this|that|my|the)\b|(?:这|那)[首个段].{0,6}变奏"
)
VARY = re.compile(
    r"\bvar(?:y|iations?)\b|\b(?:re-?write|re-?compose|re-?do|change|replace)\s+(?:the\s+)?(?:bars?"
    r"|measures?)\s+\d|\bhumani[sz]e\b|\banother\s+(?:one|version|take|try|go)\b|\b(?:once\s+)?again\b"
    r"|\bone\s+more\b|\b(?:different|new|other)\s+(?:version|take|try|attempt|one)\b"
    r"|^\W*same\s+(?:one\s+)?again\b|\bredo\b|\btry\s+again\b|\bsame\b.*\bbut\b|\bmake\s+(?:it|this|that|#\d+"
    r"|the\s+last)\b|\b(?:tweak|change|edit|adjust|modify)\s+(?:it|this|that|#\d|the)\b|再来"
    r"|再[试做弄]一?[次遍个下]|另一?[个版首]|换一?[首个版]|变奏|变体|重来|重新"
)
#: "make a song", but not "make me a variation of it"
NEW_PIECE = re.compile(
    r"\b(?:make|write|compose)\s+(?:me\s+|us\s+)?(?:an?|some)\b(?!\s+(?:\w+\s+)?variations?\b)"
)
#: a way to have it otherwise, asked for politely
WAY = re.compile(r"\b(?:any|a|some)\s+(?:way|chance|possibility|option)\b")
RECOMMEND = re.compile(
    r"^(?:\w+[\s,]+){0,2}(?:songs?|tracks?|music|tunes?|stuff|something)\s+like\s+(?!(?:this"
    r"|that)\b.*\bbut\b).*\?"
    r"|(?:^|[,.!?;]\s*|\b(?:please|you|and|to)\s+)pick\s+(?:me\s+|us\s+)?(?:something|an?\s+(?:song|track"
    r"|tune|piece)|some|one)\b"
    r"|\b(?:what|which)\s+(?:song|track|music|piece|tune)s?\s+(?:would\s+|could\s+|might\s+)?(?:fits?|suits?"
    r"|goes|works?)\b"
    r"|\b(?:anything|something|what's|what\s+is)\s+new\b.*\?|\bin\s+(?:the|your)\s+(?:library|catalog(?:ue)?"
    r"|collection)\b"
    r"|\bwhat(?:cha|\s+have\s+you|\s+do\s+you|\s+you)\s+got\b|\bis\s+there\s+(?:some|any)\b|\b(?:rec\s+(?:me"
    r"|us)|^got\s+(?:an?|some)\b(?=.*\?)|(?:thing|one|piece|song|track|stuff|music"
    r"|tune)s?\s+(?:that\s+)?you(?:\s+have|'ve)(?:\s+got)?|recommend(?:ation|ations|ed|s)?|suggest(?:ions?"
    r"|s)?|(?<!\bi )(?<!\bwe )find|search|looking\s+for|look\s+for|show\s+me|dig\s+up|point\s+me"
    r"|got\s+any(?:thing)?|have\s+any(?:thing)?|you\s+got|have\s+you\s+got|know\s+(?:of\s+)?(?:any|some"
    r"|a\s+good)|do\s+you\s+have|^any\s+(?!time|one|body|way|how|chance|possibility)|any\s+(?:good\s+|nice\s+"
    r"|cool\s+|more\s+)?(?:songs?|tracks?|music|tunes?|pieces?|ideas|suggestions|[a-z-]+\s+(?:songs?|tracks?"
    r"|music|tunes?|pieces?|ones?))|what\s+should\s+(?:i|we)\s+(?:listen|play|hear|put)|what\s+(?:can"
    r"|could)\s+(?:i|we)\s+listen|similar\s+(?:to|tracks|songs|music)|more\s+(?:\w+\s+)?like\s+(?:this|that"
    r"|it|#|the)|browse|which\s+(?:(?:one\s+)?of\s+\w+\s+)?(?:track|song|piece)s?|what(?:'s| is"
    r"| are)\s+(?:some|a)\s+good|what\s+do\s+you\s+have|anything\s+(?:\w+\s+)?(?:for|like|that|similar|by"
    r"|with|in|from|featuring|on|under|over|around)\b(?=.*\?)|discover|is\s+there\s+any|are\s+there\s+any"
    r"|in\s+the\s+catalog(?:ue)?)\b|推荐|^有.{1,20}吗|找|有没有|有什么|有啥|听什么|听啥|听点啥|配什么|放什么"
    r"|搜|哪些|介绍|[库里]里?面?有.{1,20}吗"
)
MAKE = re.compile(
    r"\b(?:make|write|compose|create|generate|produce|cook\s+up|whip\s+up|come\s+up\s+with|build|craft"
    r"|improvise|record|do\s+(?:me|us|something|some|an?)\b"
    r"|(?<!my )(?<!a )(?<!the )(?<!first )(?<!rough )draft|put\s+together|invent|arrange|making|writing"
    r"|composing|creating|generating|jam\s+out|drop\s+me|hit\s+me\s+with|spin\s+up|score\s+(?:a|my|this"
    r"|the))\b|写|做|作[一首个曲段]|生成|创作|编[一首个曲段]|谱[一首]|制作|来[一首点段个]|整[一首点个]"
)
WISH = re.compile(
    r"\b(?:i\s+(?:want|need|would\s+(?:like|love)|wish)|i'd\s+(?:like|love)|we\s+(?:want|need)|give\s+(?:me"
    r"|us)|let'?s\s+(?:hear|have|get|celebrate)|can\s+(?:i|we)\s+(?:get|have|hear)|could\s+(?:i|we)\s+(?:get"
    r"|have)|need|want|craving|in\s+the\s+mood\s+for|something|anything|some|how\s+about|what\s+about|please"
    r"|surprise\s+me|(?:can|could|would|will)\s+you)\b|想听|想要|要|给我|请|需要|点"
)
QUESTION = re.compile(
    r"^(?:(?:hey|so|ok|yo|um|and|but|bot|cadenza|lol|haha+|wait|guys|omg|btw|hm+)[\s,]+)*(?:what|who|whom"
    r"|whose|when|where|which|why|how|is|are|was|were|did|does|do(?!\s+(?:me|us|something|some|an?|it|that"
    r"|this|one|more)\b)|am|will|would|should|has|have|anyone|anybody|does\s+anyone)\b|(?:怎么样|什么|谁|哪里"
    r"|几点|多少|吗)[?？]?$"
)
TALKS_OF_THE_BOT = re.compile(
    r"\b(?:do|if|whether)\s+you\s+(?:(?:ever|really|actually|also)\s+)*(?:sleep|eat|dream|feel\s+\w+|get\s+tired|like\s+it)\b|"
    r"^(?:(?:lol|haha+|lmao|ok|wow|hey|omg|man|bro)[\s,]+)*(?:you(?:'re|r)\s+(?:an?|the|so|such|my)\b"
    r"|you\s+(?:should|are|were|can't|don't|need|must|never|always|will|look|smell)\b)"
)
STATEMENT = re.compile(
    r"^[^,]*\b(?:is|are|was|were)\s+(?:on|off|out|from|broken|here|there|coming|going|open|closed|late"
    r"|dead)\b|^(?:my|his|her|our|your)\s+\w+\s+(?:(?:just|finally|already)\s+\w+|plays?|played|bought|sold"
    r"|learns?|learned|teaches|practices)\b|^(?:(?:he|she|they|everyone|someone|nobody|mom|dad)\s+\w|(?:my"
    r"|the|our|his|her|a|an)\s+(?:\w+\s+){1,2}(?:players?|teacher|lessons?|class|practice|recital|shop"
    r"|store)\b(?!.*\bmusic\b)|(?:my|the|this|that|his|her|our|your|he|she|they|it|it's|there|there's"
    r"|everyone|someone|nobody|people|mom|dad|today|tomorrow|yesterday)\b.*\b(?:is|are|was|were|has|have|had"
    r"|isn't|aren't|will|won't|can't|keeps?|got|says?|said|makes?|made|wants?|needs?)\b|(?:i|we)(?:'ll"
    r"|\s+(?:will|hate|love|like|think|know|saw|went|had|have|ate|bought|live|work|play|don't|can(?!')|could"
    r"|am\s+going|was|got\s+(?:to|a)|did|used))\b|(?:i'?m|i\s+am|we'?re)\s+(?:going|at|in|on|learning|playing"
    r"|not|from|gonna|trying)\b(?!\s+the\s+mood))"
)
#: says outright that something is rated
JUDGED = re.compile(r"\brat(?:e|ing)\b|\bthumbs\b|👍|👎|打分|评分")
#: asks for a fact, whatever it names
FACT = re.compile(
    r"^(?:(?:hey|so|ok|and|but)[\s,]+)*(?:who|whom|whose|when|where|what(?:'s|\s+(?:is|are|was|does"
    r"|instrument|key|kind))|which|how\s+(?:many|long|fast|does|did|do\s+(?:i|you))|did|does|was"
    r"|were)\b(?!.*\b(?:what\s+if|way\s+to|(?:like|sound)\s+(?:in|with|on|as|at|without)|same\s+(?:thing|one"
    r"|song|piece|track|tune)|how\s+(?:would|about)|how\s+does\s+.*\bsound)\b)"
)
#: "what if it was sad?"
SUPPOSES = re.compile(
    r"^(?>\W*(?:and|but|ok(?:ay)?|so|hm+)\W+)*(?:it|this|that)\s+(?:should|could|must|needs?\s+to|has\s+to)\b"
    r"|^(?>\W*(?:and|but|ok(?:ay)?|so|hm+)\W+)*(?:what\s+if|can|could|would|should)\b.*\b(?:it|this|that"
    r"|things)\b"
)
HAN = re.compile("[一-鿿]")
#: things that happen to people, told to say how the music shall feel
LIFE = re.compile(
    r"\b(?:broke\s+up|dumped|left\s+me|can't\s+(?:sleep|focus|concentrate|relax)|had\s+a\s+(?:bad|rough|hard"
    r"|long|terrible|great|good)|lost\s+my|died|passed)\b"
)
