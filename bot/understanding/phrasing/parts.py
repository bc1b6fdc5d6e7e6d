"""The parts that the frames of remarks are made of: how much, of what, up or down, and where it ends."""

import re
from collections.abc import Callable

Match = re.Match[str]
#: a pattern, and what it means: words, or what makes them of the match
Rule = tuple[re.Pattern[str], str | Callable[[Match], str]]


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SMALL = (
    r"(?:just\s+)?(?:a\s+(?:tiny\s+|wee\s+|lil'?\s+|little\s+)?(?:bit|tad|touch|smidgen|smidge|notch|peg"
    r"|level|step|hair|shade|smidgeon|fraction|trifle|whisker"
    r"|little|skosh)"
    r"(?:\s+of)?|a\s+few(?:\s+more)?|tiny\s+bit|bit|tad|slightly|kinda|kind\s+of|sorta|sort\s+of|somewhat"
    r"|mildly|ever\s+so\s+slightly"
    r"|rather|a\s+couple(?:\s+of)?|a\s+little\s+bit|lil\s+bit)"
)
LARGE = (
    r"(?:way(?:\s+way)?|much|far|a\s+(?:whole\s+)?(?:lot|ton|bunch)|lots|loads|tons|heaps|significantly"
    r"|considerably"
    r"|drastically|massively|hella|super|really|so|very|extremely)"
)
DEGREE = rf"(?P<degree>(?:{SMALL}|{LARGE})\s+)?"
AFTER = (
    rf"(?P<after>\s+(?:{SMALL}|a\s+lot|lots|significantly|considerably|drastically|big\s+time|massively))?"
)
OBJECT = (
    r"(?:it|this|that|things|everything|stuff|the\s+(?:whole\s+)?(?:thing|song|piece|track|tune|mood|vibe"
    r"|music"
    r"|beat|melody|loop|atmosphere|energy|sound|feel|texture|mix|arrangement|instrumentation))"
)
#: nouns for the music itself and its parts
MUSIC_THING = (
    r"(?:(?:whole\s+|first\s+|last\s+|second\s+|original\s+|main\s+)?(?:song|piece|track|tune|mood|vibe"
    r"|music|beat|melody"
    r"|loop|tempo|speed|pace|bpm|key|result|take|one|version|sound|atmosphere|feel|feeling|energy|ending"
    r"|end|beginning"
    r"|intro|outro|chorus|verse|bridge|part|parts|chords?|harmony|rhythm|groove|arrangement|mix|volume"
    r"|length|style|notes?"
    r"|texture|thing|rest|bars|measures|seconds|minutes|half|drama|instruments?|instrumentation)\b)"
)
#: what a remark is made of; anything else may well be somebody's brother
SUBJECT = (
    r"(?:it|this|that|things|everything|(?:the|its)\s+(?:whole\s+|overall\s+)?(?:thing|song|piece|track"
    r"|tune|mood|vibe"
    r"|music|beat|melody|loop|tempo|speed|pace|bpm|result|take|one|last\s+one|sound|atmosphere|feel)"
    r"|(?:mood|vibe|tempo|pace|atmosphere))"
)
IS = (
    r"(?:'s|s)?\s*(?:is|was|are|feels?|felt|sounds?|sounded|seems?|seemed|came\s+out|comes\s+off(?:\s+as)?"
    r"|turned\s+out"
    r"|ended\s+up|gets|got|(?<='s)|(?<=its))"
)
WORD = r"(?P<word>[a-z][a-z'-]+)"
UP = (
    r"(?:turn(?:ing)?|crank(?:ing)?|dial|bump|quicken|push|kick|bring|pump|amp|ramp|jack|boost|raise|rise"
    r"|increase"
    r"|up|lift|heighten"
    r"|raising|accelerate|nudge|hike|drive)"
)
DOWN = (
    r"(?:turn(?:ing)?|tone|toning|dial|take|bring|ease|easing|cut|scale|rein|pull|wind|tamp|lower|lowering"
    r"|reduce|reducing"
    r"|decrease|drop|knock|ratchet|reel|bump|nudge|slow|lessen|tame|soften|relax|loosen|slacken)"
)
GIVE = (
    r"(?:add|give\s+(?:it|this|that|me|us)|inject|sprinkle|throw|toss|put|bring|needs?|needed|could\s+use"
    r"|could\s+do\s+with"
    r"|want|wants|with|i\s+need|i'd\s+like|let'?s\s+have|let'?s\s+get|can\s+we\s+(?:get|have)|missing|lacks"
    r"|lacking|wants)"
)
SOME = (
    r"(?:some|more|some\s+more|extra|a\s+(?:little|bit|dash|hint|pinch|touch|splash|dose|sprinkle|ton|lot"
    r"|little\s+bit)"
    r"(?:\s+more)?(?:\s+of)?|a\s+bit\s+more|any|additional|lots\s+(?:more|of)|much\s+more|way\s+more"
    r"|a\s+lot\s+more)"
)
ENDS = (
    r"(?=\s*(?:$|[^\w\s'-]|xd\b|(?:and|but|please|now|too|also|or|then|than|to\s+it|in\s+(?:it|there|this)"
    r"|overall|though|level|here|there|a\s+(?:bit|little|lot|tad)|slightly|lol|haha+|ok(?:ay)?|if|because"
    r"|for|so|this\s+time|instead|imo|tbh|ngl|right\s+now|thanks"
    r"|you\s+know|man|bro|dude|bestie|fam|mate|guys|folks|maybe|perhaps|actually|my\s+(?:dude|friend|man)"
    r"|thank\s+you"
    r"|i\s+(?:think|guess|mean)|for\s+(?:me|us)|overall|in\s+general|again|rn|fr|cause|since)\b))"
)
UNIT_TEMPO = r"(?:bpms?|beats|clicks|notches)"
UNIT_LENGTH = r"(?:bars?|measures?|seconds?|secs?|s|minutes?|mins?)"
ASPECT = (
    r"(?:tempo|speed|pace|bpm|key|pitch|length|duration|mood|vibe|feel|style|genre|time\s+signature|metre"
    r"|meter|rhythm"
    r"|instruments?|instrumentation|rest|melody|harmony|chords|density|everything(?:\s+else)?|all\s+else"
    r"|the\s+others?)"
)
INTERVAL = (
    r"(?P<interval>(?:minor\s+|major\s+|perfect\s+)?(?:second|third|fourth|fifth|sixth)|octave|semi-?tone"
    r"|half[- ]step|whole[- ]step|whole[- ]tone|(?<=a\s)tone|(?<=a\s)step)"
)
COMPARED = (
    r"(?:slower|faster|quicker|longer|shorter|busier|denser|sparser|louder|quieter|higher|lower|sadder"
    r"|happier"
    r"|darker|brighter|calmer|(?:more|less)\s+[a-z-]+)"
)

#: an 808 is no number of anything
NUMBER = r"(?P<number>(?!(?:808|909|303)s?\b)\d+(?:\.\d+)?)"
ABOUT = r"(?:about\s+|around\s+|like\s+|another\s+|an?\s+extra\s+|maybe\s+|roughly\s+)?"
TEMPO = r"(?:the\s+|its\s+)?(?:overall\s+)?(?:tempo|speed|pace|bpm)"
LENGTH_OFF = r"(?:shave|trim|chop|cut|knock|take|lop|clip|snip|lose|drop|remove|shed|minus|subtract|crop)"
#: what opens a remark and says nothing
CRIES = (
    r"\W*(?:(?:oh|ooh+|wow|aw+|haha+|omg|ok(?:ay)?|yes+|yeah|yep|yay|hm+|mm+|ah+|hey|lol|damn|woah|whoa"
    r"|thanks?|thank\s+you"
    r"|well|alright|nah)\b\W*)*"
)
VERY = (
    r"(?:(?:i|so|really|very|pretty|quite|absolutely|just|super|too|such\s+an?|an?|honestly|actually|truly"
    r"|the)\s+)*"
)
PRAISE = (
    r"lovely|nice|great|beautiful|perfect|amazing|awesome|cool|good|gorgeous|wonderful|fantastic|brilliant"
    r"|sick|fire|dope"
    r"|excellent|neat|stunning|sweet|pretty|incredible|superb|solid|decent|not\s+bad|better|much\s+better"
    r"|way\s+better"
    r"|banger|a\s+(?:banger|bop|vibe)|well\s+done|good\s+job|love(?:ly)?\s+(?:it|this|that)|fun|impressive"
    r"|cute|adorable|catchy|hilarious|funny|cozy"
)
#: how one part of the form shall be: "a louder ending", "more dramatic chorus"
FORM_PART = compiled(
    r"\b(?:(?:an?|the)\s+)?(?:(?:more|less)\s+[a-z]+|(?!(?:an)?other\b|longer\b|shorter\b|over\b"
    r"|under\b|after\b|per\b|rather\b)[a-z]{2,}er|loud"
    r"|soft|quiet|big|epic|slow|fast|calm|dramatic)\s+(?:ending|outro|finale|intro|beginning|opening|bridge"
    r"|chorus"
    r"|verse|middle(?:\s+(?:part|section|bit))?|climax|build[- ]?up|(?:first|second|last|final)\s+(?:part"
    r"|half"
    r"|section|bars?))\b"
)
#: what entrances.py makes of a wish about when somebody comes in
ENTRANCE = compiled(r"\bkeep the [^.;!?]+ at its entrance\b|保留[^,，。]+的入场")
