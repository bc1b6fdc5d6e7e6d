"""Verbs that change a quality: "slow it down", "darken", "thin out the texture"."""

from bot.understanding.phrasing.meanings import so
from bot.understanding.phrasing.parts import AFTER, DEGREE, OBJECT, Rule, compiled


def change_verbs() -> list[Rule]:
    """Verbs that change a quality: `alone` need nothing, `phrasal` need their particle, with or without an
    object; `with_object` an object."""
    alone = {
        "darken": "darker", "brighten": "brighter", "soften": "softer", "shorten": "shorter",
        "lengthen": "longer", "prolong": "longer", "elongate": "longer", "simplify": "sparser",
        "declutter": "sparser", "intensify": "more intense", "energi[sz]e": "more energetic",
        "thicken": "busier", "condense": "shorter", "truncate": "shorter", "abridge": "shorter",
        "accelerate": "faster", "decelerate": "slower", "lighten": "brighter", "sweeten": "sweeter",
        "toughen": "more aggressive", "roughen": "more aggressive", "saddenn?": "sadder",
        "dramati[sz]e": "more dramatic", "enliven": "livelier",
    }  # fmt: skip
    phrasal = {
        "slow": ("down", "slower"), "speed|hurry|pick|quicken|rush|move": ("up", "faster"),
        "calm|simmer|settle|cool|mellow": ("down|out", "calmer"), "chill": ("out|down", "more chill"),
        "liven|spice|juice|fire|jazz|jolt": ("up", "livelier"), "cheer|perk": ("up", "happier"),
        "wake|pep|hype|amp|pump|rev|ramp|heat|beef": ("up", "more energetic"), "warm": ("up", "warmer"),
        "thin": ("out|down", "sparser"), "fill|flesh|bulk|fatten": ("out|up|in", "busier"),
        "clean|tidy": ("up|out", "sparser"), "strip|pare": ("back|down|away", "sparser"),
        "stretch|drag|draw": ("out", "longer"), "trim|tighten": ("down|up", "shorter"),
        "smooth": ("out|over", "smoother"), "wind|tone": ("down|back", "calmer"),
        "rough|toughen|dirty": ("up", "more aggressive"),
    }  # fmt: skip
    with_object = {
        "relax|loosen": "calmer", "thin": "sparser", "cool": "calmer", "fatten": "busier",
        "slow": "slower",
         "speed|quicken|rush|hurry": "faster", "stretch|extend": "longer", "trim|clip": "shorter",
        "calm|mellow|tame": "calmer",
         "crank|pump|amp|hype|juice": "more energetic",
          "chill": "more chill", "warm": "warmer", "smooth": "smoother",
    }  # fmt: skip
    # "down to 90", "by 10": the number says it
    unless = (
        r"(?!\s+(?:\w+\s+)?(?:to|by|at)\b)(?!\s+(?:about\s+|around\s+)?\d)"
        r"(?!\s+an?\s+(?:(?:minor|major|perfect|half|whole)\s+)?(?:semi-?)?(?:tone|step|key|second|third"
        r"|fourth|fifth|sixth|octave)\b)"
    )
    rules: list[Rule] = []
    for verbs, (particles, change) in phrasal.items():
        rules.append(
            (
                compiled(
                    rf"\b(?:{verbs})(?:e?s|ing)?\s+(?:{OBJECT}\s+)?{DEGREE}(?:{particles})\b"
                    rf"(?:\s+{OBJECT}\b)?"
                    rf"{AFTER}{unless}(?!\s+(?:on\s+)?(?:the|that|some|all|those)\s)"
                ),
                so(change),
            )
        )
    for verbs, change in with_object.items():
        rules.append((compiled(rf"\b(?:{verbs})(?:s|ing)?\s+{OBJECT}\b{AFTER}{unless}"), so(change)))
    for verbs, change in alone.items():
        rules.append((compiled(rf"\b{verbs}(?:s|ing)?(?:\s+{OBJECT})?(?:\s+up|\s+down)?\b{AFTER}{unless}"),
                      so(change)))  # fmt: skip
    return rules
