"""What is said around a wish and is none: praise, asides, thanks; and turns of speech for what is wished."""

from bot.understanding.phrasing.meanings import added, alone, missed, titled, without_praise
from bot.understanding.phrasing.parts import (
    CRIES,
    DEGREE,
    FORM_PART,
    IS,
    PRAISE,
    SUBJECT,
    VERY,
    Rule,
    compiled,
)
from bot.understanding.phrasing.players import INSTRUMENT

ASIDES: tuple[Rule, ...] = (
    # --- cries, and judgements of what is proposed: "5/4 would be fun"
    (compiled(r"\b(?:hell|heck|fuck|oh)\s+(?:yeah|yes|yea|no)\b|\bholy\s+(?:shit|moly|cow|crap|smokes)\b"
        r"|\boh\s+my\s+"
        r"(?:god|gosh)\b|\bwhat\s+the\s+(?:hell|heck|fuck)\b"), " "),
    (compiled(r"(?<!\bit\s)(?<!\bthis\s)(?<!\bthat\s)(?<!\bsong\s)(?<!\bpiece\s)(?<!\bmusic\s)\b(?:would"
        r"|could|might)\s+be\s+"
        r"(?:(?:so|really|kind\s+of|pretty|quite|super|a)\s+)*(?:fun(?:ny)?|sweet|cool|sick|dope|neat"
        r"|interesting|lovely"
        r"|awesome|amazing|wild|hilarious|lit|fire|idea)(?:\s+to\s+(?:have|hear|try))?(?=\s*(?:$|[,.;!?]"
        r"|though|too|here"
        r"|actually|i\s+think|imo)\b|\s*$)"), " please "),
    # --- reasons: what somebody is missed for, what is taken back
    (compiled(r"[,.;!]+\s*(?:it|that|this)(?:'s|\s+is|\s+was|\s+sounds?|\s+feels?)\s+(?:(?:way|just|far|a\s+(?:bit|little))\s+)*"
        r"(?:too|so)\s+\w+\s+without\s+(?:it|them|him|her|that|those)\b"), " "),
    (compiled(r"^[^.!?,;]*\b(?:that|it|this)(?:'s|\s+(?:is|was|sounds?|feels?))\s+[^.!?,;]{2,30}[.!?,;]+\s*"
        r"(?=(?:undo|revert|go\s+back|(?:take|put)\s+(?:it|that)\s+back)\b)"), ""),
    (compiled(rf"(?:^|(?<=[,.;!?]))\s*(?:the\s+|that\s+)?(?P<thing>{INSTRUMENT})\s+(?:feels?|sounds?|is|seems?|doesn't|does\s+not|just)\s+"
        rf"[^,.;!?]{{2,25}}[,.;!?]+\s*(?:use|try|put|take|get|give\s+me)\s+(?:an?\s+|the\s+|some\s+)?(?P<new>{INSTRUMENT})"
        r"\s+(?:instead|in\s+it'?s\s+(?:place|stead))\b"), r"swap the \g<thing> for \g<new>"),
    # --- reasons: too hard to play, a hole that somebody shall fill, a title before a colon
    (compiled(r"\b(?:(?:it|this|that|the\s+\w+)(?:'s|\s+(?:is|gets|was))?\s+)?(?:way\s+|a\s+(?:bit"
        r"|little)\s+|far\s+)?too\s+(?:hard|difficult|tricky|easy|complicated)\s+(?:for\s+[\w' ]+?\s+)?to\s+"
        r"(?:play|sing|dance|follow|learn|rap|march|practice|practise|conduct|hear|use)\b(?:\s+(?:to|with"
        r"|along|over|it))?(?=.*\w)"), " "),
    (compiled(r"^\W*(?:(?:now|but|and|hm+|ok|so|well|sadly)\W+)*(?:(?:it|this|that|everything)(?:'s|\s+"
        r"(?:is|sounds|feels|seems|got|became))?|sounds|feels)\s+(?:now\s+)?(?:(?:too|so|kind\s+of|a\s+"
        r"(?:bit|little)"
        r"|very|really|pretty|just)\s+)*(?:empty|thin|bare|flat|boring|dull|plain|lonely|hollow|naked|weak"
        r"|bland)\b[^,.;!?]{0,12}[,.;!]+\s*(?:so\s+)?"
        r"(?=(?:(?:please|can\s+you|could\s+you|maybe|let's|just)\s+)*(?:add|put|bring|throw|give\s+it"
        r"|include)\b)"), ""),
    (compiled(r"^(?!\W*(?:the\s+)?(?:\w+\s+)?(?:tempo|key|bpm|speed|pace|mood|vibe|length|duration|style"
        r"|genre|density|metre|meter|energy|volume|dynamics|instruments?|instrumentation|change|changes"
        r"|wish|request"
        r"|note|feedback)\s*:)(?![^:]*\b(?:add|remove|drop|make\s+it\s+\w+er|no|without|with|only"
        r"|swap)\b)[^:\d,.;!?]{3,45}:\s+(?=(?:(?:a\s+(?:bit|little|lot|tad)|much|way|slightly|just|please"
        r"|make\s+it"
        r"|go|needs?|be)\s+)*(?P<word>[a-z]{3,}er\b|more\b|less\b))"), titled),
    (compiled(r"\b(?:loop|song|track|piece|total|overall)\s+(?P<what>length|duration|tempo|key|speed)\b"),
        r"\g<what>"),
    (compiled(r"\b(?P<a>an?)\s+(?:even|exact|flat|round|clean|solid|straight|good|nice|proper"
        r"|complete)\s+minute\b"), "a minute"),
    # --- a part of the form cannot be changed by itself
    (FORM_PART, " "),
    # --- how long it is now, before how long it shall be: "too long, half that"
    (compiled(r"\btoo\s+(?:(?P<long>long|short)|fast|slow)\b[^,.;!?\d]*[,.;!?]+\s*(?:(?:make|do|try|just"
        r"|maybe|like|please|it)\s+)*"
        r"(?P<share>half|double|twice|a\s+third\s+of|two\s+thirds\s+of)\s+(?:of\s+)?(?:that|it|this"
        r"|the\s+size)\b"),
     lambda m: f"{m['share'].split(' of')[0]} the {'length' if m['long'] else 'tempo'}"),
    (compiled(r"\b(?P<a>an?|one)\s+min(?=\s+(?:long|max|tops|or\s+so|total|instead\s+of\s+\d|is|would"
        r"|should|at\s+most|only)\b)"),
     r"\g<a> minute"),
    (compiled(r"\b(?P<about>about|around|under|over|like|roughly|almost|at\s+least)\s+a\s+min(?=\W|$)"),
        r"\g<about> a minute"),
    # --- words of tempo, length and mood that are none
    (compiled(r"\b(?:come|comes|coming|came)?\s*thick\s+and\s+fast\b"), " "),
    (compiled(r"(?P<lead>^|[,.;!]\s*)(?:(?:quick|quickly|fast|hurry|hurry\s+up|be\s+quick)\s*[:!—]+|"
        r"(?:quick|hurry"
        r"|be\s+quick)\s*,)\s*(?=\w)"), r"\g<lead>"),
    (compiled(r"(?P<lead>^|[,.;!]\s*)(?:(?:i'm|i\s+am|we're|we\s+are)\s+)?in\s+a\s+(?:hurry|rush)\b\s*"
        r"(?:[,.:;!]|so\b|today\b)+"
        r"\s*(?=\w)"), r"\g<lead>"),
    (compiled(r"\bshame\s+on\s+(?:me|us|you|him|her)\b|\b(?:silly|stupid|foolish|poor|lucky|happy|sad)\s+"
        r"(?:me|us"
        r"|old\s+me)\b"), " "),
    (compiled(r"\b(?:i|we)\s+find\s+(?:it|this|that|the\s+\w+)\s+(?:far\s+|much\s+"
        r"|rather\s+)?more\s+[a-z]+\s+than\s+"
        r"[a-z]+\s*[,.;!]+\s*(?=\w)"), " "),
    # --- praise and asides, before what is wanted
    (compiled(rf"^{CRIES}(?:(?:{SUBJECT}|this\s+one|that\s+one|the\s+\w+){IS}\s+|that's\s+|it's\s+"
              rf"|sounds?\s+|looking\s+)?"
               rf"{VERY}(?:{PRAISE})(?:\s+(?:so\s+far|already|as\s+(?:it\s+)?is|start|work|job|stuff|one"
               rf"|track|song|piece"
               r"|tune|melody|beat|mate|man|bro|dude))*\s*(?:[!.,;:)~-]+|\b(?=but\b|just\s+(?:make|add)"
               r"|though|now\b|can\s+(?:you|we)|could))"
               r"(?=.*\w)"), " "),
    (compiled(rf"^(?>\W*(?:ok(?:ay)?|nice|haha|lol|yeah|wow|omg|damn|ngl|tbh|honestly|hmm+|so"
               rf"|well)\W+)*(?:{SUBJECT}|this\s+one|jazz|the\s+\w+){IS}\s+(?!not\b|too\b|way\b)"
               rf"(?:[\w']+\s+){{1,4}}?"
               r"(?=but\b|just\s+(?:make|add|drop))"), without_praise),
    (compiled(r"^(?>\W*(?:i\s+)?(?:really\s+|do\s+)?(?:love|like|dig|enjoy)\s+(?:it|this|that"
               r"|the\s+\w+)(?:\s+(?:a\s+lot|so\s+much|already))?\W*)(?=but\b|just\b)"), " "),
    (compiled(r"\b(?:would(?:n't|\s+not)|won't)\s+(?:hurt|be\s+bad|be\s+(?:the\s+)?worst)\b|\b(?:it'?s"
               r"|this\s+is|its)\s+(?:giving|making|driving|hurting)\s+(?:me|my)\s+[a-z]+\b"
               r"|\b(?:if\s+(?:possible|you\s+can|that's\s+ok(?:ay)?)|sorry|thanks?(?:\s+you)?|my\s+bad"
               r"|lmao|haha+)\b"), " "),
    (compiled(r"\bwhy\s+(?:not|isn't\s+it|can't\s+it\s+be|don't\s+(?:we|you)\s+(?:make\s+it|go))\s+(?="
        rf"(?:{DEGREE})(?:more|less|[a-z]+er)\b)"),
               "make it "),
    (compiled(r"\b(?:keep|leave|have)\s+(?:it|everything|that|this|all(?:\s+of\s+(?:it|that))?|the\s+rest)"
        r"(?:\s+all)?(?:\s+(?:the\s+same|as\s+(?:it\s+)?is))?"
              r"\s*,?\s*(?:but|except|just|only)\s+(?:make\s+it\s+)?(?=(?:a\s+(?:bit|little|tad)\s+"
              r"|slightly\s+|much\s+|way\s+)?(?:more|less|[a-z]+er)\b)"), "make it "),
    (compiled(r"\bso\s+[a-z]+\s+(?:that\s+)?it\s+(?:hurts|kills|aches)\b"), " "),
    (compiled(r"\blet\s+the\s+(?:silence|quiet|space|notes?|room|air|pauses?|rests?)\s+(?:talk|speak"
        r"|breathe|work|ring|do\s+\w+(?:\s+\w+)?)\b"), "sparser"),
    (compiled(r"^\W*what\s+the\s+(?:hell|heck|fuck|hay)\b[,!.\s]*(?=\w)"), ""),
    (compiled(r"\b(?:i|we)(?:'m|'re|\s+(?:was|were|am|are))?\s+(?:(?:really|kind\s+of|sort\s+of|just)\s+)*"
        r"(?:hoping|hope)"
              r"(?:\s+(?:for|that))?\b"), "i want"),
    (compiled(r"^(?:(?:ok|and|now|please|also|can\s+you|could\s+you)[,\s]+)*ad\s+(?P<thing>[a-z]+)"), added),
    (compiled(r"\b(?P<verb>add|adding|needs?|put|throw(?:\s+in)?|bring\s+in|drop\s+in|lay(?:\s+down)?"
              r"|could\s+use"
               r"|missing|lacks|wants?)\s+(?:in\s+)?(?:an?|some)\s+(?:\w+\s+)?beat\b"),
     lambda m: f"{m['verb']} drums"),
    (compiled(r"\bstill\s+(?=(?:just\s+)?(?:(?:a\s+(?:bit|little|tad)|way|much|far|kind\s+of|feels?"
              r"|sounds?)\s+)*(?:too|not|so)\b)"), ""),
    (compiled(r"\b(?:(?:it's|this\s+is|it\s+is|since\s+it's|because\s+it's)\s+)?for\s+(?:an?|my|the"
              r"|our)\s+[\w' ]{2,40}?,?\s+so\b"
               r"(?=.*\b(?:more|less|[a-z]{2,}er|add|no)\b)"), " "),
    (compiled(r"\b(?:bpm|tempo)\s*(?P<sign>[+-])\s?(?P<n>\d{1,2})\b"),
     lambda m: f"{m['n']} bpm {'faster' if m['sign'] == '+' else 'slower'}"),
    (compiled(r"\b(?:an?\s+)?(?:different|other|another|new)\s+(?P<what>key|tempo|style|genre|metre|meter"
              r"|time\s+signature|speed)\s*[,:;-]+\s*(?:maybe\s+|try\s+|like\s+|say\s+"
               r"|perhaps\s+|how\s+about\s+)*"), r"change the \g<what> to "),
    (compiled(r"^(?:(?:ok|now|please|then)[,\s]+)*(?:convert|transform)\s+(?:in)?to\s+"), "make it "),
    (compiled(r"\b(?P<some>some|more|add|extra|any)\s+low[-\s]end\b"), r"\g<some> bass"),
    (compiled(r"\bwhere(?:'s|\s+is|\s+are|\s+did|'d)\s+(?:all\s+)?(?:the"
              r"|my)\s+(?P<thing>[a-z]+)(?:\s+(?:go|gone|at|(?:i|we)\s+(?:asked\s+for|wanted|ordered)))?"
              r"(?=\s*(?:$|[?.!,]))"),
     missed),
    (compiled(r"\b(?:everything|everyone|all)\s+(?:but|except(?:\s+for)?|besides|other\s+than"
              r"|apart\s+from)\s+"
               r"(?P<things>[^,.;]+?)\s+(?:(?:should|can|could|must|has\s+to|needs\s+to|gotta)\s+)?(?:go"
               r"|goes|be\s+gone|out"
               r"|leave|be\s+removed|removed|get\s+cut)\b"), r"only \g<things>"),
    (compiled(r"^\W*(?:(?:make|have)\s+(?:it|this|that)\s+|to\s+|like\s+|about\s+"
              r"|around\s+)*(?P<number>[1-9])\s?m\b(?=\W*(?:$|long|please|max))"),
     r"\g<number> minutes"),
    (compiled(r"\b(?:in|into)\s+the\s+(?:background|back|foreground|mix|distance)\b"), "underneath"),
    (compiled(r"\bi\s+(?:kinda\s+|kind\s+of\s+|really\s+)?miss(?:ed)?\s+(?:having\s+)?(?=the\b|that\b"
               r"|those\b)"), "bring back"),
    (compiled(r"\bpop\s+(?=(?:some|an?|in|the)\s)"), "add "),
    (compiled(r"\b(?:one|a\s+single)\s+(?=(?:semi|half|whole|tone|step|octave|key)\b|semi-?tone)"),
     "a "),
    (compiled(r"\bwhole[-\s]tones?\b"), "tone"),
    (compiled(r"\b(?P<thing>[a-z]+)\s+(?:alone|all\s+alone|by\s+itself|on\s+its\s+own"
              r"|and\s+nothing\s+else)\b"),
     alone),
    (compiled(r"^\W*(?:(?:too|so|kind\s+of|a\s+bit|still|this\s+is|it's)\s+)*(?:boring|dull|meh+|mid|bland"
              r"|lame|weak|bad|ugly|cringe|bleh|eh+"
               r"|nah)\s*[,.!;]+\s*(?=\w)"), " "),
    (compiled(r"\b(?:remove|get\s+rid\s+of|cut|lose|take\s+out|kill|ditch|mute|no|without)\s+(?:the\s+"
              r"|that\s+|any\s+)?beats?"
               r"(?=\s*(?:$|[,.;!]|and\b|but\b|please))|\bbeatless\b"), "remove the drums"),
    (compiled(r"\b(?:but|and|yet|while)\s+still\s+(?:be\s+|being\s+|sound\s+)?(?!too\b|not\b|a\b"
              r"|way\b)[a-z]+(?=\s*(?:$|[,.;!]))"), ""),
    (compiled(r"\b(?:(?:another|one\s+more|an\s+extra)\s+(?P<half>half\s+)?(?:a\s+)?minute(?:\s+(?:longer"
              r"|more))?|(?P<half2>half\s+)?(?:an?|one)\s+"
               r"(?:whole\s+|full\s+)?(?P<half3>half\s+)?minute\s+(?:longer|more|extra))\b"),
     lambda m: f"{30 if m['half'] or m['half2'] or m['half3'] else 60} seconds longer"),
    (compiled(r"\b(?P<half>half\s+)?(?:an?|one)\s+(?:whole\s+|full\s+)?minute\s+(?:shorter|less|off)\b"),
     lambda m: f"{30 if m['half'] else 60} seconds shorter"),
    (compiled(r"\ba\s+(?:(?P<few>few)|couple(?:\s+of)?)\s+(?:more\s+)?(?P<unit>bars|measures|seconds"
              r"|secs)\s+(?P<way>longer|shorter|more|less)\b"),
     lambda m: f"{(4 if m['unit'][0] in 'bm' else 5) if m['few'] else 2} {m['unit']} {m['way']}"),
    (compiled(r"\bfrom\s+(?-i:[A-G])(?:\s?(?:#|b|♯|♭|sharp|flat))?(?:\s+(?:major"
              r"|minor))?\s+to\s+(?=(?-i:[A-Ga-g])(?![a-z]))"), "to "),
)  # fmt: skip
