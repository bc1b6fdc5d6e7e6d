"""The words by which a message says what it wants done."""

import re

MUSIC_NOUN = re.compile(
    r"\b(?:music|songs?|tracks?|tunes?|beats?|melod(?:y|ies|ic)|themes?|bgm|ost|playlists?|jingles?"
    r"|loops?|riffs?|soundtracks?|bangers?|bops?|anthems?"
    r"|instrumental|grooves?|compositions?|ditty|vibes?|pieces?|takes?|score|chords?|midi|fanfare|intro"
    r"|interlude|overture|medley|duets?|solos?|lullab(?:y|ies)"
    r"|serenades?|ballads?|symphon(?:y|ies)|concertos?|backing|ambience|bpm|tempo|ringtone|arpeggios?"
    r"|banger|verse|chorus|cadenza|quartet|trio|quintet|hymns?|dances?)\b"
    r"|曲|歌|音乐|旋律|配乐|节奏|乐|伴奏|铃声|调子|纯音乐"
)
OFF_TOPIC = re.compile(
    r"\b(?:poems?|essays?|code|script|python|javascript|sql|function|program|e-?mails?|letters?|jokes?"
    r"|recipes?|homework|assignment|sandwich|pizza|coffee please|story|stories|novel"
    r"|images?|pictures?|photo|drawing|logo|memes?|weather|(?:make|cook|get|order|bring|buy|want|need|eat"
    r"|eating|ate|have|had)\s+(?:me\s+|us\s+)?(?:an?\s+|some\s+)?(?:dinner|lunch|breakfast)"
    r"|excuse(?!\s+(?:me|us|my))"
    r"|password"
    r"|spreadsheet|table of|translate|translation|summary|summari[sz]e|math|equation|calculate"
    r"|stock|bitcoin|crypto|news|president|capital of|system prompt|raid|website|resume|cv|cover letter"
    r"|bank|credit card|api key|token|username|tax(?:es)?|cake|sword|tweet|blog)\b"
    r"|(?:帮我?|替我?|给我).{0,4}(?:作业|论文|代码|邮件)|写一?[篇封段个].{0,4}(?:论文|代码|邮件|作文|程序)|笑话|天气|故事|做饭|吃什么|翻译|新闻|股票|密码|首都"
    r"|总统|(?<!史)诗"
)
#: small talk, and nothing else: "hi all", "thanks thanks", "ok cool, good night cadenza"
GREETING = re.compile(
    r"^(?:(?:hi+|hey+|hello+|yo+|sup|hiya|howdy|good ?(?:morning|evening|afternoon|night)|gm|gn|morning"
    r"|night night|sleep well|sweet dreams|have a (?:good|nice|great) (?:one|day|night|evening|weekend)"
    r"|what'?s up|wassup|how are you(?: doing)?|how's it going|greetings|welcome back|i'?m back|brb|afk"
    r"|thanks?(?: you| a lot| so much)?|thank you.*|cheers|lol+|lmao+|haha+|hehe+|rofl|xd|ok(?:ay)?|k|cool"
    r"|nice"
    r"|great|awesome|amazing|wow|yes|no|nope|yeah|yep|sure|bye|goodbye|see (?:you|ya)(?: later| tomorrow)?"
    r"|later"
    r"|np|gg|wp|same|true|idk|well done|good job|nice one|(?:i )?hope (?:you|everyone|all)\b.*"
    r"|你好|您好|嗨|大家好|早上好|晚上好|晚安|早安|谢谢.*|多谢|哈哈+|好的|再见|拜拜|嗯+|在吗)"
    r"(?:\s+(?:everyone|all|guys|there|bot|cadenza|folks|people|man|bro|mate|friend|chat|team|you|again"
    r"|y'?all"
    r"|so much|a lot|a bunch|a ton|a million|for .*))*(?:[\s!.?~,)(:;呀啊吗]+|$))+$"
)
#: thanks, with which no wish goes
THANKS = re.compile(r"^(?:\w+[\s,!]+){0,2}?(?:many\s+)?(?:thanks?|thank\s+you|谢谢|多谢|感谢)(?![a-z])")
HOSTILE = re.compile(
    r"\b(?:you(?:'re|r| are)?\s+(?:so\s+|such\s+)?(?:an?\s+|the\s+)?(?:[a-z]+\s+)?(?:suck|stupid|useless"
    r"|dumb|idiot|trash|garbage|worst|terrible|awful|annoying|bad|moron|joke|broken|ugly|pathetic"
    r"|worthless|shit)"
    r"|(?:stupid|useless|dumb|trash|garbage|shitty|worthless)\s+(?:bot|ai|program|thing|machine)"
    r"|shut\s+up|kill\s+(?:yourself|urself)|kys|fuck(?:ing)?\s+(?:you|off|this|bot)|screw\s+you"
    r"|go\s+to\s+hell|stfu"
    r"|i\s+hate\s+(?:you|this bot|this server)|hate\s+you|bite\s+me|get\s+lost|piss\s+off|drop\s+dead"
    r"|this\s+(?:bot|thing)\s+(?:is\s+)?(?:sucks?|trash|garbage|bad|useless|stupid|broken))\b"
    r"|笨蛋|傻逼|傻瓜|垃圾|滚[开蛋]|^滚|去死|闭嘴|白痴|废物|讨厌你"
)
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|prompts?|rules)\b|\bsystem prompt\b"
    r"|\byou are now\b|\bjailbreak\b"
)
HELP = re.compile(
    r"^(?:please\s+)?(?:help|/help|commands?|menu|instructions)(?:\s+(?:me|please|list))*[\s!?.]*$"
    r"|\bwhat\s+(?:all\s+|else\s+)?(?:can|do)\s+you\s+(?:(?:actually|even|really|all)\s+)?do\b(?!\s+(?:with"
    r"|to|about|for)\b)"
    r"|\bhow\s+(?:do(?:es)?|can|should)\s+(?:i|we|this|you|it"
    r"|one|(?:this|the)\s+(?:bot|thing|app))\s+(?:use|work|talk|start|ask|operate)|\bhow\s+to\s+use\b"
    r"|\b(?:what|which)\s+(?:commands?|features|options|languages|file\s+(?:types|formats)|formats)\s+(?:do"
    r"|does|are|can|is)\b"
    r"|\b(?:what\s+are|show\s+me|list|tell\s+me)\s+(?:all\s+)?(?:of\s+)?(?:your|the)\s+(?:commands|features"
    r"|options)"
    r"|\b(?:who|what)\s+are\s+you\b"
    r"|\bhow\s+do\s+(?:i|you)\s+work|\bwhat\s+(?:styles|instruments|moods|keys)\s+(?:do|can|are|does)\b"
    r"|\bhow\s+(?:do|can|could|would)\s+(?:i|we)\s+(?:get|download|save|export|share|upload|set|delete|see"
    r"|rate|invite|tell\s+you)\b"
    r"|\bneed\s+help\s+(?:using|with\s+(?:you|the\s+bot))"
    r"|^(?:帮助|说明|怎么用|使用说明|指令)|你(?:都|还|到底|究竟)?(?:会|能|可以)(?:做|干|帮我做)?(?:点|些)?(?:什么|啥)|怎么使用|你是谁"
)
STOP = re.compile(
    r"^(?:(?:please|ok(?:ay)?|alright|can\s+you|could\s+you|hey|yo|cadenza|bot|now|just|shush|hush|shh+|ssh+"
    r"|quiet|(?:that's|thats)\s+enough|enough)[\s,.!]+)*(?:stop|pause|silence|skip|mute|quit|halt|be quiet"
    r"|shut (?:it"
    r"|that) off|kill (?:the music|the sound|playback)"
    r"|turn (?:it|that|this|the music) off|turn off (?:the music|the sound|it)|leave (?:the )?(?:voice"
    r"|channel|vc)|disconnect|enough)"
    r"(?:[\s,]+(?:it|playing|the music|the song|the track|this|this one|that|song|music|please|now|track"
    r"|the playback|the radio|radio|this song|this track))*"
    r"(?:[\s!.]*$|[\s,.;!]+(?:my|i|i'm|i've|it's|we|someone|somebody|there's|thanks?|thank\s+you|gotta"
    r"|got\s+to|the\s+(?:kids?|baby))\b(?!.*\b(?:make|but|instead)\b).*$)"
    r"|^(?:(?:停止|停|暂停|别放了?|别播了?|关掉|跳过|停下|下一首|安静)(?:播放|音乐|一下|来)?[吧了,，。!\s]*)+$"
)
STARS = re.compile(
    r"\b(?P<word>one|two|three|four|five)\s+stars?\b|(?P<stars>[1-5])\s*(?:\.0)?\s*(?:/\s*5|out\s+of\s+5"
    r"|stars?\b|★|⭐|颗?星|分(?!钟))|(?P<emoji>[★⭐]{1,5})"
)
TEN = re.compile(r"(?P<ten>10|[1-9])\s*(?:/\s*10|out\s+of\s+10)")
RATE = re.compile(
    r"\brat(?:e|ing)\b(?!\s+of)|\bthumbs[\s-]?(?:up|down)\b|👍|👎|\bi\s+(?:really\s+)?(?:love|loved|like"
    r"|liked|hate|hated|dislike|enjoyed)\s+(?:(?:it|this|that)(?:\s+(?:one|song|track|piece|take|tune"
    r"|beat))?(?=\s*(?:$|[,.!;👍👎]|so\b|a lot))|the\s+(?:last|first|second|third)|#\d)"
    r"|\bgets\s+(?:an?\s+)?[1-5]\b|^(?:love|loved|like|liked|hate|hated)\s+(?:it|this|that)\s*[!.]*$|打分"
    r"|评分"
    r"|给.{0,12}(?:星|分(?!钟))|^(?!.*(?:推荐|想听|来[点首]|找|有没有)).*(?:好听|难听)|喜欢这"
)
EXPLAIN = re.compile(
    r"\bwhy\s+(?:on\s+earth\s+|in\s+the\s+world\s+|the\s+(?:hell|heck)\s+|exactly\s+)?(?:did|do|recommend"
    r"|suggest|propose|choose|pick|this|that|these|those|is|are|was|would|have|me)\b(?!\s+(?:i|the sky|we"
    r"|people"
    r"|my)\b)|\bexplain\b|\bhow\s+come\b|\bhow\s+did\s+you\s+(?:choose|pick|make|come|decide|compose"
    r"|write)|\bwhat(?:'s| is| was)\s+the\s+reason|\bwhat\s+made\s+you\s+(?:pick|choose)"
    r"|为什么|为啥|解释|怎么选"
)
#: nothing but the question, which is about what was played or shown last
WHY = re.compile(
    r"^[¿¡\s]*(?:(?:but|so|and|ok|okay)[\s,]+)*(?:why|how come|explain)[\s?!.？！。¿؟]*$"
    r"|^(?:为什么|为啥|怎么回事|解释一下)(?:呢|啊|呀)?[\s?!.？！。]*$"
)
ABOUT_MUSIC = re.compile(
    r"\b(?:recommend\w*|suggest\w*|choices?|reasons?|decision|pick|picked|chose|choose|suggest|play|this"
    r"|that|these|those|it|track|song|piece|one"
    r"|you\s+(?:make|made|write|wrote|compose))\b|推荐|选|这|那|首"
)
ANALYZE = re.compile(
    r"\banaly[sz]e\b|\banalysis\b"
    r"|\b(?:tell|show|give)\s+me\s+(?:the\s+|its\s+)?(?:key|tempo|bpm|chords?|time\s+signature|metre"
    r"|meter)\b(?=.*\b(?:this|that|it|attached|file|midi|upload|song|piece|track)\b)|\bwhat(?:'s| is"
    r"| are)?\s+(?:the\s+)?(?:key|tempo|bpm|chords?"
    r"|time\s+signature|metre|meter|scale|instruments?)\s*(?:is|are|does|do|of|in|was"
    r"|did)?\b(?=.*\b(?:this|that|it|one|song|track|piece|last|#\d))"
    r"|\b(?:which|what)\s+key\b|\bhow\s+(?:fast|long|many\s+bars)\s+(?:is|was|does|did)\s+(?:this|that|it"
    r"|the\s+last|#\d)|分析|什么调|几拍"
)
CONTINUE = re.compile(
    r"^(?:please\s+|and\s+|now\s+|can you\s+|could you\s+)*(?:continue|keep\s+(?:going|playing\s+on)"
    r"|carry\s+(?:(?:it|this|that)\s+)?on|go\s+on|extend|finish)\b|\bcontinue\s+(?:it|this|that|the|my|#)"
    r"|\bkeep\s+going\b|\bpick(?:ing)?\s+(?:it\s+)?up\s+(?:from\s+)?where\b|\bextend\s+(?:it|this|that"
    r"|the)|\bwhat\s+(?:comes|happens)\s+next|\bfinish\s+(?:it|this|that)\s+(?:for|off)|继续|接着|续写"
    r"|往下写|延续"
)
BLEND = re.compile(
    r"\b(?:blend|mash\s?-?up|mix|merge|cross(?:breed)?|combine|fuse|interpolate|morph)\b|混合|融合|混在一起"
    r"|结合"
)
TWO = re.compile(r"\b(?:them|both|these|those|(?:the\s+)?(?:last\s+)?(?:two|2))\b|两[首个]")
#: pieces that are there, though nobody spoke of them before: files, or what stands in a list
BLENDS_WHAT_IS_THERE = re.compile(
    r"\b(?:blend|mash(?:\s?-?up)?|mix|merge|cross(?:breed)?|combine|fuse|interpolate|morph)\s+(?:up\s+"
    r"|together\s+)?(?:both\s+of\s+|both\s+)?"
    r"(?:my|our|these|those|the|both)\s+(?:last\s+)?(?:two\s+|2\s+|both\s+)?"
    r"(?:uploads?|files?|midis?|attachments?|takes?|pieces?|songs?|tracks?|tunes?)\b"
    r"|(?:两[首个段]|这[两几][首个段]).{0,12}(?:混合|融合|混在一起|结合|混一?下)|(?:混合|融合|结合).{0,6}两[首个段]"
)
RESTYLE = re.compile(
    r"\b(?:turn|make|transform|convert|rework|restyle|redo|arrange|rearrange|cover|remix|reimagine|do"
    r"|play|put|render|change)\s+(?:it|this|that|(?:the\s+)?(?:last|first|second|third"
    r"|previous)(?:\s+\w+)?|#\d+|number\s+\d+)\s+(?:\w+\s+){0,2}(?:into|as|to|in|like|for)\b"
    r"|\brestyle\b|\b(?:remix|cover)\s+(?:of\s+)?(?:this|that|it|#\d|the\s+last)|改成|改编|换成|变成"
)
#: what is pointed at, though nobody spoke of it before, shall become something else: an upload, a reply
TURNS_WHAT_IS_THERE = re.compile(
    r"\b(?:turn|transform|convert|rework|restyle|rearrange|remix|reimagine)\s+(?:this|that|it|these|my|the)\b"
    r"(?:\s+\w+){0,4}?\s+(?:into|as|to|in)\b|\brestyle\s+(?:this|that|it|my)\b"
    r"|\b(?:re-?do|do|render|arrange|recast|make|play)\s+(?:my|the\s+attached|this)\s+(?:\w+\s+){0,2}?"
    r"(?:upload|file|midi|song|tune|piece|track|sketch|recording|melody)\s+(?:into|as|in)\b"
    r"|把(?:这|那|我|它).{0,8}?(?:改成|改编成|变成|换成|做成|转成)"
)
VARIES_WHAT_IS_THERE = re.compile(
    r"\b(?:variations?|(?:different|another|new|fresh)\s+(?:take|version|spin))\s+(?:on|of)\s+(?:this|that|my"
    r"|the|it)\b|\bvary\s+(?:this|that|my|the)\b|(?:这|那)[首个段].{0,6}变奏"
)
VARY = re.compile(
    r"\bvar(?:y|iations?)\b|\b(?:re-?write|re-?compose|re-?do|change|replace)\s+(?:the\s+)?(?:bars?"
    r"|measures?)\s+\d"
    r"|\bhumani[sz]e\b|\banother\s+(?:one|version|take|try|go)\b|\b(?:once\s+)?again\b"
    r"|\bone\s+more\b|\b(?:different|new|other)\s+(?:version|take|try|attempt)\b"
    r"|^\W*same\s+(?:one\s+)?again\b|\bredo\b|\btry\s+again\b|\bsame\b.*\bbut\b|\bmake\s+(?:it"
    r"|this|that|#\d+|the\s+last)\b|\b(?:tweak|change|edit|adjust|modify)\s+(?:it|this|that|#\d|the)\b"
    r"|再来|再[试做弄]一?[次遍个下]|另一?[个版首]|换一?[首个版]|变奏|变体|重来|重新"
)
#: "make a song", but not "make me a variation of it"
NEW_PIECE = re.compile(
    r"\b(?:make|write|compose)\s+(?:me\s+|us\s+)?(?:an?|some)\b(?!\s+(?:\w+\s+)?variations?\b)"
)
PLAY = re.compile(
    r"^(?:please\s+|can you\s+|could you\s+|now\s+|hey\s+|yo\s+|ok\s+|cadenza,?\s+|bot,?\s+)*(?:play"
    r"|put\s+on|queue(?:\s+up)?|replay|listen\s+to)\b(?!\s*(?:ful|er|list))|^(?:请)?(?:播放|放(?:一|首|点"
    r"|第|上|那"
    r"|这)|播一?下)"
)
#: what is there shall be played, but otherwise: "play it as a waltz", "put on some drums"
PLAYS_OTHERWISE = re.compile(
    r"\b(?:play|perform|replay|put\s+on|throw\s+on|hear|listen\s+to|do)\s+(?:me\s+)?(?:it|this|that|them"
    r"|the\s+(?:whole\s+)?(?:thing|song|piece|track|tune|melody"
    r"|first|second|last|same)(?:\s+one)?|#\d+)\b(?!\s*(?:$|[,.;!]))"
    r"|^(?:please\s+|can you\s+|could you\s+|now\s+|ok\s+|maybe\s+)*(?:put|throw|stick|slap|chuck|play)\s+"
    r"(?:on\s+)?(?:some|a|an|the|more)\s+(?:\w+\s+){0,2}?"
    r"(?:drums?|bass|pianos?|guitars?|strings?|flutes?|violins?|cellos?|horns?|brass|synths?|pads?"
    r"|percussion|harps?|organs?|choir|vocals|trumpets?|sax(?:ophone)?s?"
    r"|clarinets?|oboes?|bells)\b(?!\s+(?:music|songs?|pieces?|tracks?|tunes?|solos?|beats?|loops?))"
    r"|(?:弹|演奏|播放|放)(?:得|的)|用.{1,8}(?:风格|方式|味道)(?:来)?(?:弹|演奏|播放|放)"
)
#: a way to have it otherwise, asked for politely
WAY = re.compile(r"\b(?:any|a|some)\s+(?:way|chance|possibility|option)\b")
RECOMMEND = re.compile(
    r"\b(?:(?:thing|one|piece|song|track|stuff|music|tune)s?\s+(?:that\s+)?you(?:\s+have|'ve)(?:\s+got)?"
    r"|recommend(?:ation|ations|ed|s)?|suggest(?:ions?|s)?|(?<!\bi )(?<!\bwe )find|search"
    r"|looking\s+for|look\s+for"
    r"|show\s+me|dig\s+up|point\s+me|got\s+any(?:thing)?|have\s+any(?:thing)?|you\s+got|have\s+you\s+got"
    r"|know\s+(?:of\s+)?(?:any|some|a\s+good)|do\s+you\s+have"
    r"|^any\s+(?!time|one|body|way|how|chance|possibility)|any\s+(?:good\s+|nice\s+|cool\s+|more\s+)?"
    r"(?:songs?|tracks?|music"
    r"|tunes?|pieces?|ideas|suggestions|[a-z-]+\s+(?:songs?|tracks?|music|tunes?|pieces?|ones?))"
    r"|what\s+should\s+(?:i|we)\s+(?:listen|play|hear|put)|what\s+(?:can|could)\s+(?:i|we)\s+listen"
    r"|similar\s+(?:to|tracks|songs|music)|more\s+(?:\w+\s+)?like\s+(?:this|that|it|#|the)|browse|which\s+"
    r"(?:(?:one\s+)?of\s+\w+\s+)?(?:track"
    r"|song|piece)s?|what(?:'s| is| are)\s+(?:some|a)\s+good|what\s+do\s+you\s+have"
    r"|anything\s+(?:\w+\s+)?(?:for"
    r"|like|that|similar|by|with|in|from|featuring|on|under|over|around)\b(?=.*\?)|discover|is\s+there\s+any"
    r"|are\s+there\s+any|in\s+the\s+catalog(?:ue)?)\b"
    r"|推荐|^有.{1,20}(?:曲|歌|音乐|的)子?吗|找|有没有|有什么|有啥|搜|哪些|介绍"
)
MAKE = re.compile(
    r"\b(?:make|write|compose|create|generate|produce|cook\s+up|whip\s+up|come\s+up\s+with|build|craft"
    r"|improvise|record|do\s+(?:me|us|something|some|an?)\b|draft|put\s+together|invent|arrange|making"
    r"|writing|composing|creating"
    r"|generating|jam\s+out|drop\s+me|hit\s+me\s+with|spin\s+up|score\s+(?:a|my|this|the))\b"
    r"|写|做|作[一首个曲段]|生成|创作|编[一首个曲段]|谱[一首]|制作|来[一首点段个]|整[一首点个]"
)
WISH = re.compile(
    r"\b(?:i\s+(?:want|need|would\s+(?:like|love)|wish)|i'd\s+(?:like|love)|we\s+(?:want|need)"
    r"|give\s+(?:me|us)|let'?s\s+(?:hear|have|get|celebrate)|can\s+(?:i|we)\s+(?:get|have|hear)"
    r"|could\s+(?:i|we)\s+(?:get|have)|need|want|craving|in\s+the\s+mood\s+for|something|anything|some"
    r"|how\s+about|what\s+about|please|surprise\s+me|(?:can|could|would|will)\s+you)\b"
    r"|想听|想要|要|给我|请|需要|点"
)
QUESTION = re.compile(
    r"^(?:(?:hey|so|ok|yo|um|and|but|bot|cadenza)[\s,]+)*(?:what|who|whom|whose|when|where|which|why|how"
    r"|is|are|was|were|did|does|do(?!\s+(?:me|us|something|some|an?|it|that|this|one|more)\b)|am|will|would"
    r"|should|has|have|anyone|anybody|does\s+anyone)\b|(?:怎么样"
    r"|什么|谁|哪里|几点|多少|吗)[?？]?$"
)
TALKS_OF_THE_BOT = re.compile(
    r"^(?:(?:lol|haha+|lmao|ok|wow|hey|omg|man|bro)[\s,]+)*(?:you(?:'re|r)\s+(?:an?|the|so|such|my)\b"
    r"|you\s+(?:should|are|were|can't|don't|need|must|never|always|will|look|smell)\b)"
)
STATEMENT = re.compile(
    r"^[^,]*\b(?:is|are|was|were)\s+(?:on|off|out|from|broken|here|there|coming|going|open|closed|late"
    r"|dead)\b|"
    r"^(?:my|his|her|our|your)\s+\w+\s+(?:(?:just|finally|already)\s+\w+|plays?|played|bought|sold|learns?"
    r"|learned|teaches|practices)\b|"
    r"^(?:(?:he|she|they|everyone|someone|nobody|mom|dad)\s+\w|(?:my|the|our|his|her|a"
    r"|an)\s+(?:\w+\s+){1,2}(?:players?|teacher|lessons?|class|practice|recital|shop"
    r"|store)\b(?!.*\bmusic\b)"
    r"|(?:my|the|this|that|his|her|our|your|he|she|they|it|it's|there|there's|everyone|someone|nobody"
    r"|people|mom|dad|today|tomorrow|yesterday)\b.*\b(?:is|are|was|were|has|have|had|isn't|aren't|will"
    r"|won't|can't|keeps?|got|says?|said|makes?|made|wants?|needs?)\b"
    r"|(?:i|we)(?:'ll|\s+(?:will|hate|love|like|think|know|saw|went|had|have|ate|bought|live|work|play"
    r"|don't|can(?!')|could|am\s+going|was|got\s+(?:to|a)|did|used))\b|(?:i'?m|i\s+am|we'?re)\s+(?:going"
    r"|at|in|on|learning|playing|not|from|gonna|trying)\b(?!\s+the\s+mood))"
)
#: says outright that something is rated
JUDGED = re.compile(r"\brat(?:e|ing)\b|\bthumbs\b|👍|👎|打分|评分")
#: asks for a fact, whatever it names
FACT = re.compile(
    r"^(?:(?:hey|so|ok|and|but)[\s,]+)*(?:who|whom|whose|when|where|what(?:'s|\s+(?:is|are|was|does"
    r"|instrument|key|kind))|which|how\s+(?:many|long|fast|does|did|do\s+(?:i|you))"
    r"|did|does|was|were)\b(?!.*\b(?:what\s+if|way\s+to|(?:like|sound)\s+(?:in|with|on|as|at|without)"
    r"|same\s+(?:thing|one|song|piece|track|tune)|how\s+(?:would|about)|how\s+does\s+.*\bsound)\b)"
)
#: "what if it was sad?"
SUPPOSES = re.compile(
    r"^(?:\W*(?:and|but|ok(?:ay)?|so|hm+)\W+)*(?:it|this|that)\s+(?:should|could|must|needs?\s+to"
    r"|has\s+to)\b|"
    r"^(?:\W*(?:and|but|ok(?:ay)?|so|hm+)\W+)*(?:what\s+if|can|could|would|should)\b.*\b(?:it|this|that"
    r"|things)\b"
)
HAN = re.compile("[一-鿿]")
#: things that happen to people, told to say how the music shall feel
LIFE = re.compile(
    r"\b(?:broke\s+up|dumped|left\s+me|can't\s+(?:sleep|focus|concentrate|relax)|had\s+a\s+(?:bad|rough"
    r"|hard|long|terrible|great|good)|lost\s+my|died|passed)\b"
)
