"""Ten languages: which one a message is in, and that its words are read."""

import pytest

from bot.understanding import Request, read
from bot.understanding.language import language_of
from bot.understanding.lexicon import LEXICON_LANGUAGES, english_sides, lexicon


def refine(*messages: str) -> Request:
    earlier: list[Request] = []
    for message in messages:
        earlier.append(read(message, earlier))
    return earlier[-1]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("algo triste", "es"), ("más lento", "es"), ("una canción alegre", "es"), ("¿qué tal?", "es"),
        ("quelque chose de triste", "fr"), ("plus lent", "fr"), ("de l'accordéon", "fr"),
        ("etwas Trauriges", "de"), ("langsamer", "de"), ("in D-Dur", "de"),
        ("mais devagar", "pt"), ("uma canção", "pt"), ("悲しい曲", "ja"), ("슬픈 노래", "ko"),
        ("грустная песня", "ru"),
        ("أغنية حزينة", "ar"), ("悲伤的歌", "zh"), ("sad song", "en"), ("fast techno", "en"),
        ("lo-fi waltz", "en"),
        ("stop", "en"), ("120", "en"), ("🎹", "en"), ("jazz", "en"), ("coś smutnego na pianinie", "pl"),
        ("qualcosa di triste con la chitarra per me", "it"), ("şarkı yap, çok hüzünlü bir müzik", "tr"),
        ("сумна пісня для скрипки і фортепіано", "uk"), ("เพลงเศร้า", "th"), ("עצוב", "he"),
    ],
)  # fmt: skip
def test_which_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_conversation_keeps_its_language_where_words_do_not_tell() -> None:
    assert refine("un vals alegre de piano, 40 segundos", "120 bpm").language == "es"
    assert refine("悲しいピアノ曲", "120").language == "ja"
    assert refine("a sad song", "más lento y con guitarra").language == "es"


def test_a_language_that_is_not_read_is_named() -> None:
    (note,) = read("coś smutnego na pianinie, proszę").notes
    assert "Polish" in note
    assert "English" in note


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("安靜的鋼琴曲，不要鼓，40秒", "安静的钢琴曲，不要鼓，40秒"),
        ("寫一首憂鬱的爵士樂，小號獨奏，降E大調", "写一首忧郁的爵士乐，小号独奏，降E大调"),
        ("推薦幾首歡快的圓舞曲", "推荐几首欢快的圆舞曲"),
        ("為什麼？", "为什么？"),
    ],
)
def test_traditional_characters_are_read_as_simplified(traditional: str, simplified: str) -> None:
    assert read(traditional) == read(simplified)
    assert read(simplified).language == "zh"


@pytest.mark.parametrize("text", ["¿por qué?", "pourquoi ?", "warum?", "なぜ？", "왜?", "почему?", "لماذا؟"])
def test_why_in_other_languages(text: str) -> None:
    assert read(text).intent == "explain"


def test_right_to_left_is_read_or_named() -> None:
    assert read("موسيقى هادئة على البيانو").controls.instruments == ("Acoustic Grand Piano",)
    for text, language in (("שיר עצוב לפסנתר", "Hebrew"), ("یک آهنگ غمگین برای پیانو", "Persian")):
        (note,) = read(text).notes
        assert language in note
        assert "English, Chinese" in note


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("un vals en mi bemol mayor", "Eb major"), ("une valse en sol dièse mineur", "G# minor"),
        ("Walzer in As-Dur", "Ab major"), ("Walzer in h-Moll", "B minor"),
        ("valsa em si bemol maior", "Bb major"),
        ("変ホ長調のワルツ", "Eb major"), ("ト短調のワルツ", "G minor"), ("올림바단조 왈츠", "F# minor"),
        ("вальс фа-диез минор", "F# minor"), ("вальс в ре мажоре", "D major"),
        ("فالس في سلم ري الصغير", "D minor"),
        ("un vals en Am", "A minor"),
    ],
)  # fmt: skip
def test_keys_in_their_own_spelling(text: str, key: str) -> None:
    assert read(text).controls.key == key


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("jazz sin batería ni guitarra", "Drums"), ("du jazz sans batterie", "Drums"),
        ("Jazz ohne Schlagzeug", "Drums"),
        ("jazz sem bateria", "Drums"), ("ドラムなしのジャズ", "Drums"), ("드럼 없는 재즈", "Drums"),
        ("джаз без барабанов", "Drums"),
        ("جاز بدون طبول", "Drums"), ("ハープとフルートなしで、ピアノの曲", "Flute"),
    ],
)  # fmt: skip
def test_what_is_not_wanted(text: str, unwanted: str) -> None:
    controls = read(text).controls
    assert unwanted in controls.exclude_instruments
    assert unwanted not in controls.instruments


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("piano, un minuto y medio", 90), ("piano, deux minutes et demie", 150),
        ("Klavier, anderthalb Minuten", 90),
        ("piano, meio minuto", 30), ("ピアノ、三十秒", 30), ("피아노 1분 반", 90),
        ("пианино, полминуты", 30),
        ("بيانو، ٤٥ ثانية", 45), ("Klavier, fünfundvierzig Sekunden", 45),
    ],
)  # fmt: skip
def test_lengths_in_words(text: str, seconds: float) -> None:
    assert read(text).controls.seconds == seconds


def test_not_sad_is_not_sad() -> None:
    for text in (
        "piano, nada triste",
        "悲しくないピアノ曲",
        "슬프지 않은 피아노 곡",
        "фортепиано, не грустно",
        "Klavier, nicht traurig",
    ):
        valence = read(text).controls.valence
        assert valence is None or valence > 0, text


def test_the_lexicons_lead_to_english_that_the_engine_reads() -> None:
    """Instruments and styles of the lexicons have a meaning; a slip in a data file would lose them."""
    for language in LEXICON_LANGUAGES:
        assert len(lexicon(language).exact) > 250, language
    for english in (
        "piano",
        "music box",
        "string quartet",
        "french horn",
        "waltz",
        "bossa nova",
        "film music",
    ):
        assert english in english_sides()
        controls = read(f"make me something with {english}").controls
        assert controls.instruments or controls.style, english


@pytest.mark.parametrize(
    ("first", "message", "players"),
    [
        ("música tranquila para piano y violín", "pon una flauta en vez del violín", ("Flute",)),
        ("musique calme pour violon", "remets le piano", ("Violin", "Acoustic Grand Piano")),
        ("ruhige Musik für Geige", "tausche die Geige gegen eine Flöte", ("Flute",)),
        ("música calma para violino", "uma flauta no lugar do violino", ("Flute",)),
        ("バイオリンの静かな曲", "バイオリンをフルートに変えて", ("Flute",)),
        ("바이올린의 잔잔한 곡", "바이올린 대신 플루트", ("Flute",)),
        ("спокойная музыка для скрипки", "верни фортепиано", ("Violin", "Acoustic Grand Piano")),
        ("موسيقى هادئة للكمان", "استبدل الكمان بالناي", ("Flute",)),
    ],
)
def test_players_come_back_and_are_exchanged(first: str, message: str, players: tuple[str, ...]) -> None:
    now = refine(first, message).controls.instruments
    assert set(players) <= set(now)
    assert ("Violin" in now) == ("Violin" in players)


def test_no_number_begins_inside_a_korean_word() -> None:
    assert refine("잔잔한 피아노", "이 파일 분석해 줘").intent == "analyze"
    assert refine("잔잔한 피아노", "2분으로").controls.seconds == 120.0
