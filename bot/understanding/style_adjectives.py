"""Adjectives that name a style: "jazzy", "bluesy"; and a spelling that the table of styles lacks."""

#: adjective -> style
ADJECTIVES = {
    "jazzy": "jazz", "bluesy": "blues", "folky": "folk", "folksy": "folk", "poppy": "pop", "rocky": "rock",
    "trappy": "trap", "waltzy": "waltz", "waltzing": "waltz", "soulful": "soul", "symphonic": "orchestral",
    "baroque-style": "baroque", "housey": "house", "marching tune": "march", "hymnal": "hymn",
    "countryish": "country", "jazzier": "jazz", "bluesier": "blues", "folkier": "folk", "poppier": "pop",
    "rockier": "rock", "funkier": "funk", "swingier": "swing", "swingy": "swing", "baroquey": "baroque",
    "funky": "funk", "technoish": "techno", "metally": "metal", "latiny": "latin",
    "reggae-ish": "reggae", "jazz-ish": "jazz", "华尔滋": "waltz", "drum&bass": "drum and bass",
}  # fmt: skip
