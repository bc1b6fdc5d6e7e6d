"""The words by which a message starts and stops what sounds."""

import re

STOP = re.compile(
    r"^(?:(?:please|ok(?:ay)?|alright|can\s+you|could\s+you|hey|yo|cadenza|bot|now|just|shush|hush|shh+|ssh+"
    r"|quiet|(?:that's|thats)\s+enough(?:\s+for\s+(?:today|now|tonight))?|enough)[\s,.!]+)*(?:stop"
    r"|next(?:\s+(?:one|song|track))?(?=[\s!.]*(?:please[\s!.]*)?$)|pause|silence|skip|mute|quit|halt"
    r"|be quiet|shut (?:it|that) off|kill (?:the music|the sound|playback)|turn (?:it|that|this"
    r"|the music) off|turn off (?:the music|the sound|it)|leave (?:the )?(?:voice|channel|vc)|disconnect"
    r"|enough)(?:[\s,]+(?:it|playing|the music|the song|the track|this|this one|that|song|music|please|now"
    r"|track|the playback|the radio|radio|this song|this track|a\s+(?:sec(?:ond)?|minute|moment|bit)"
    r"|for\s+a\s+(?:sec(?:ond)?|minute|moment|bit)))*(?:[\s!.]*$|[\s,.;!]+(?:\w+'s|my|i|i'm|i've|it's|we"
    r"|someone|somebody|there's|thanks?|thank\s+you|gotta|got\s+to|the\s+(?:kids?|baby))\b(?!.*\b(?:make|but"
    r"|instead)\b).*$)|^(?>(?:停止|停|暂停|别放了?|别播了?|别吵了?|关掉|跳过|停下|下一首|安静)(?:播放|音乐"
    r"|一下|来)?[吧了,，。!\s]*)+(?:(?<=[,，。!\s])(?!.*(?:[做换给放写]|来[点首个一些]|再来)).{1,12})?$"
)
#: the same behind something else: "my mom is calling turn it off", "could you leave the voice channel"
STOPS_TOO = re.compile(
    r"^(?!.*\b(?:drums?|bass|guitars?|piano|strings|beats?|then|until)\b)(?:.{0,60}[\s,.!]|\W*)(?:(?:turn"
    r"|shut|switch)\s+(?:it|that|this"
    r"|the\s+(?:music|song|radio|sound))\s+off|turn\s+off\s+(?:it|that|the\s+(?:music|song|radio|sound))"
    r"|stop\s+(?:the\s+(?:music|song|track|radio|playback)|playing|it)|(?:leave|get\s+out\s+of|quit"
    r"|disconnect\s+from)\s+(?:the\s+)?(?:vc|voice|call|channel))(?:\s+(?:now|please|already|for\s+now"
    r"|thanks))*"
    r"(?:[\s!.,]*$|[,.;!]\s*(?!.*\b(?:play|make|add|write|compose|instead|but)\b).{1,40}$)"
)
PLAY = re.compile(
    r"^\W*(?:please\s+|can you\s+|could you\s+|now\s+|hey\s+|yo\s+|ok\s+|cadenza,?\s+|bot,?\s+)*(?:play"
    r"|put\s+(?:on|(?:it|this|that|#\d+|number\s+\d+|the\s+(?:first|second|third|fourth|last"
    r"|other)(?:\s+one)?)\s+on)|queue(?:\s+up)?|replay|listen\s+to|start\s+(?:the\s+)?music)\b(?!\s*(?:ful|er"
    r"|list))|\bhear\s+(?:it"
    r"|that|this|the\s+\w+(?:\s+one)?)\s+(?:once\s+)?(?:again|once\s+more)\b|^(?:请)?(?:播放|放(?:一|首|点|第"
    r"|上|那|这)|播一?下)|(?:重放|重播|再放|再播|再听)一?[遍次下]"
)
#: the same behind something else, or in a voice channel: "hop in vc and play that", "ready, start the music"
PLAYS_TOO = re.compile(
    r"\b(?:hop|join|come|get|jump|go)\s+(?:in|into|on|to|over\s+to|inside)?\s*(?:the\s+)?(?:vc|voice|call"
    r"|channel|general|lounge)\b"
    r".{0,30}\bplay\b|\b(?:play|put\s+on|queue)\s+(?:it|this|that|them|(?:my|the|our)\s+(?:last\s+|latest\s+"
    r"|new\s+|first\s+)?"
    r"(?:take|one|song|track|piece|tune)|#?\d+)\b.{0,20}\b(?:vc|voice|call)\b|(?:^|[,.!;]\s*"
    r"|\band\s+)start\s+(?:the\s+)?music\b"
    r"|(?:^|[,.!;]\s*|\band\s+)play\s+(?:it|that|this)(?:\s+(?:again|now|please|sam|one\s+more\s+time"
    r"|once\s+more|back))*\W*$"
    r"|(?:语音|频道)(?:频道|房间?|里|聊天)*.{0,6}(?:放|播)"
)
#: what is there shall be played, but otherwise: "play it as a waltz", "put on some drums"
PLAYS_OTHERWISE = re.compile(
    r"\b(?:play|perform|replay|put\s+on|throw\s+on|hear|listen\s+to|do)\s+(?:me\s+)?(?:it|this|that|them"
    r"|the\s+(?:whole\s+)?(?:thing|song|piece|track|tune|melody|first|second|last|same)(?:\s+one)?"
    r"|#\d+)\b(?!\s*(?:$|[,.;!]))|^(?:please\s+|can you\s+|could you\s+|now\s+|ok\s+|maybe\s+)*(?:put|throw"
    r"|stick|slap|chuck|play)\s+(?:on\s+)?(?:some|a|an|the|more)\s+(?:\w+\s+){0,2}?(?:drums?|bass|pianos?"
    r"|guitars?|strings?|flutes?|violins?|cellos?|horns?|brass|synths?|pads?|percussion|harps?|organs?|choir"
    r"|vocals|trumpets?|sax(?:ophone)?s?|clarinets?|oboes?|bells)\b(?!\s+(?:music|songs?|pieces?|tracks?"
    r"|tunes?|solos?|beats?|loops?))|(?:弹|演奏|播放|放)(?:得|的)|用.{1,8}(?:风格|方式|味道)(?:来)?(?:弹|演奏"
    r"|播放|放)"
)
