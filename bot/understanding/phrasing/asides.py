"""What is said around a wish and is none: praise, asides, thanks; and turns of speech for what is wished."""

from bot.understanding.phrasing.meanings import added, added_with_a_sign, alone, gone, missed, without_praise
from bot.understanding.phrasing.parts import CRIES, DEGREE, IS, PRAISE, SUBJECT, VERY, Rule, compiled

ASIDES: tuple[Rule, ...] = (
    # --- praise and asides, before what is wanted
    (compiled(rf"^{CRIES}(?:(?:{SUBJECT}|this\s+one|that\s+one|the\s+\w+){IS}\s+|that's\s+|it's\s+"
              rf"|sounds?\s+|looking\s+)?"
               rf"{VERY}(?:{PRAISE})(?:\s+(?:so\s+far|already|as\s+(?:it\s+)?is|start|work|job|stuff|one"
               rf"|track|song|piece"
               r"|tune|melody|beat|mate|man|bro|dude))*\s*(?:[!.,;:)~-]+|\b(?=but\b|just\s+(?:make|add)"
               r"|though|now\b|can\s+(?:you|we)|could))"
               r"(?=.*\w)"), " "),
    (compiled(rf"^(?:\W*(?:ok(?:ay)?|nice|haha|lol|yeah|wow|omg|damn|ngl|tbh|honestly|hmm+|so"
               rf"|well)\W+)*(?:{SUBJECT}|this\s+one|jazz|the\s+\w+){IS}\s+(?!not\b|too\b|way\b)"
               rf"(?:[\w']+\s+){{1,4}}?"
               r"(?=but\b|just\s+(?:make|add|drop))"), without_praise),
    (compiled(r"^(?:\W*(?:i\s+)?(?:really\s+|do\s+)?(?:love|like|dig|enjoy)\s+(?:it|this|that"
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
    (compiled(r"\.{2,}\s*(?:hmm*,?\s+)?(?:no|nah|wait|actually)\b\s*,?\s*(?:wait\s*,?\s*)?(?:just\s+"
        r"|rather\s+|make\s+it\s+)*(?=(?:more|less|[a-z]+er|\d+)\b)"), "<no>"),
    (compiled(r"^.*<no>"), ""),
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
    (compiled(r"\byou\s+(?:forgot|left\s+out|missed|skipped)\s+(?:the|my|a|an)\s+(?P<thing>[a-z]+)\b"), missed),
    # "nobody has 90 seconds. 45": the second number is of the same
    (compiled(r"^.*?\b\d+\s*(?P<unit>bpm|seconds?|secs?|minutes?|mins?|bars?)\b[^.!?;,\d]*[.!?;,]+\s*(?:"
        r"(?:make\s+it|just|only|try|rather|say|do|more\s+like)\s+)*(?P<n>\d+)\s*(?:please)?\s*[.!?]*$"),
            r"\g<n> \g<unit>"),
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
