"""What people call instruments, families and ensembles, as General MIDI names."""

from functools import cache

from music.instruments import NAMES, programs_of_family

#: "GM name: what people call it". The plural with s is understood.
_SPOKEN = """
Acoustic Grand Piano: piano, grand piano, acoustic piano, upright piano, concert piano, felt piano, pianoforte, 钢琴, 三角钢琴, 立式钢琴
Honky-tonk Piano: honky tonk piano, honky-tonk, honky tonk, saloon piano, tack piano
Electric Grand Piano: electric grand
Electric Piano 1: electric piano, e-piano, e piano, epiano, rhodes, fender rhodes, wurlitzer, wurli, keyboard, on keys, 电钢琴, 电钢, 键盘, 电子琴
Electric Piano 2: dx7, fm piano
Harpsichord: harpsichord, cembalo, clavecin, spinet, 大键琴, 羽管键琴, 古钢琴
Clavinet: clavinet, clav, clavi
Celesta: celesta, celeste, 钢片琴
Glockenspiel: glockenspiel, glock, 钟琴
Music Box: music box, musical box, 八音盒, 音乐盒
Vibraphone: vibraphone, vibraharp, 颤音琴
Marimba: marimba, 马林巴
Xylophone: xylophone, 木琴
Tubular Bells: tubular bells, tubular bell, church bell, bell, chime, 管钟, 钟声
Dulcimer: dulcimer, hammered dulcimer, santur, cimbalom, yangqin, 扬琴
Drawbar Organ: hammond, hammond organ, drawbar organ, electric organ, b3
Percussive Organ: percussive organ
Rock Organ: rock organ
Church Organ: organ, church organ, pipe organ, cathedral organ, 管风琴, 风琴
Reed Organ: reed organ, harmonium, pump organ
Accordion: accordion, squeezebox, concertina, 手风琴
Harmonica: harmonica, mouth organ, blues harp, 口琴
Tango Accordion: bandoneon, bandoneón, tango accordion, 班多钮
Acoustic Guitar (nylon): guitar, nylon guitar, nylon-string guitar, nylon string guitar, classical guitar, spanish guitar, 吉他, 古典吉他, 尼龙吉他
Acoustic Guitar (steel): acoustic guitar, steel guitar, steel-string guitar, steel string guitar, folk guitar, western guitar, 木吉他, 民谣吉他, 原声吉他
Electric Guitar (jazz): jazz guitar, 爵士吉他
Electric Guitar (clean): electric guitar, clean guitar, e-guitar, lead guitar, rhythm guitar, 电吉他
Electric Guitar (muted): muted guitar, palm-muted guitar, palm muted guitar, funk guitar
Overdriven Guitar: overdriven guitar, overdrive guitar, crunchy guitar, crunch guitar, overdrive
Distortion Guitar: distortion guitar, distorted guitar, distorted electric guitar, heavy guitar, metal guitar, fuzz guitar, 失真吉他
Guitar Harmonics: guitar harmonics
Acoustic Bass: acoustic bass, upright bass, walking bass, jazz bass, string bass, stand-up bass
Electric Bass (finger): bass, electric bass, bass guitar, bassline, bass line, fingered bass, finger bass, 贝斯, 电贝斯, 低音吉他
Electric Bass (pick): picked bass, pick bass
Fretless Bass: fretless bass, fretless
Slap Bass 1: slap bass, slapped bass
Synth Bass 1: synth bass, synthesizer bass, 808 bass, 808s, sub bass, 合成贝斯
Violin: violin, solo violin, 小提琴
Viola: viola, 中提琴
Cello: cello, violoncello, celli, 大提琴
Contrabass: contrabass, double bass, double-bass, 低音提琴, 低音大提琴
Tremolo Strings: tremolo string
Pizzicato Strings: pizzicato, pizzicato string, plucked string
Orchestral Harp: harp, orchestral harp, celtic harp, 竖琴
Timpani: timpani, timpano, kettledrum, kettle drum, 定音鼓
String Ensemble 1: string, string ensemble, string section, orchestral string, low string, high string, bowed string, 弦乐, 弦乐组, 弦乐合奏
Synth Strings 1: synth string, synthetic string
Choir Aahs: choir, chorus voices, chorus of voices, choral voice, choir aahs, a cappella, 合唱, 合唱团, 唱诗班
Voice Oohs: voice, vocal, vocals, singing, singer, lyrics, human voice, soprano voice, vox, 人声, 歌声, 演唱
Synth Voice: synth voice, synth choir, vocoder
Orchestra Hit: orchestra hit
Trumpet: trumpet, cornet, flugelhorn, 小号
Trombone: trombone, 长号
Tuba: tuba, sousaphone, euphonium, 大号
Muted Trumpet: muted trumpet
French Horn: french horn, horn in f, orchestral horn, hunting horn, horn, 圆号, 法国号
Brass Section: brass, brass section, horns, horn section, brass ensemble, 铜管, 铜管乐, 铜管组
Synth Brass 1: synth brass
Soprano Sax: soprano sax, soprano saxophone, 高音萨克斯
Alto Sax: sax, saxophone, alto sax, alto saxophone, 萨克斯, 萨克斯风, 中音萨克斯
Tenor Sax: tenor sax, tenor saxophone, 次中音萨克斯
Baritone Sax: baritone sax, baritone saxophone, bari sax
Oboe: oboe, 双簧管
English Horn: english horn, cor anglais, 英国管
Bassoon: bassoon, 巴松, 大管
Clarinet: clarinet, bass clarinet, 单簧管, 黑管
Piccolo: piccolo, piccolo flute, fife, 短笛
Flute: flute, transverse flute, 长笛, 笛子, 竹笛
Recorder: recorder, block flute, 竖笛
Pan Flute: pan flute, pan pipe, panpipe, panflute, zampona, 排箫
Shakuhachi: shakuhachi, bamboo flute, xiao, 尺八, 箫, 洞箫
Whistle: whistle, tin whistle, penny whistle, whistling, 口哨, 哨笛
Ocarina: ocarina, 陶笛
Lead 1 (square): square lead, square wave, pulse lead, chip lead
Lead 2 (sawtooth): synth, synthesizer, synthesiser, synth lead, lead synth, saw lead, sawtooth lead, supersaw, analog synth, 合成器
Pad 1 (new age): new age pad
Pad 2 (warm): pad, synth pad, warm pad, soft pad, ambient pad, lush pad, 铺底
Pad 4 (choir): choir pad
Sitar: sitar, 西塔琴
Banjo: banjo, 班卓琴
Shamisen: shamisen, pipa, sanxian, 三味线, 琵琶
Koto: koto, guzheng, guqin, zither, 古筝, 古琴, 筝
Kalimba: kalimba, thumb piano, mbira, 拇指琴, 卡林巴
Bagpipe: bagpipe, uilleann pipe, highland pipe, 风笛
Fiddle: fiddle, erhu, 二胡
Shanai: shanai, shehnai, suona, 唢呐
Tinkle Bell: tinkle bell, sleigh bell, jingle bell
Agogo: agogo, cowbell
Steel Drums: steel drum, steelpan, steel pan, hang drum, handpan, 钢鼓
Woodblock: woodblock, wood block, 木鱼
Taiko Drum: taiko, taiko drum, war drum, 太鼓, 大鼓
Melodic Tom: melodic tom, tom-tom
Synth Drum: synth drum
Drums: drum, drum kit, drumkit, drum set, drumset, drum machine, percussion, drumming, drum beat, drumbeat, brushes, hi-hat, hihat, snare, kick drum, cymbal, bongo, conga, cajon, tambourine, shaker, maraca, tabla, djembe, 808 drum, breakbeat, 鼓, 架子鼓, 打击乐, 爵士鼓, 鼓点, 鼓组, 鼓声
"""

#: groups: everything in them is wanted when the group is
_ENSEMBLES: dict[str, str] = {
    "string quartet": "Violin|Viola|Cello", "string trio": "Violin|Viola|Cello", "string quintet": "Violin|Viola|Cello",
    "string sextet": "Violin|Viola|Cello", "string duo": "Violin|Cello", "piano trio": "Acoustic Grand Piano|Violin|Cello",
    "piano quartet": "Acoustic Grand Piano|Violin|Viola|Cello", "piano quintet": "Acoustic Grand Piano|Violin|Viola|Cello",
    "string orchestra": "Violin|Viola|Cello|Contrabass", "wind quintet": "Flute|Oboe|Clarinet|French Horn|Bassoon",
    "woodwind quintet": "Flute|Oboe|Clarinet|French Horn|Bassoon", "wind quartet": "Flute|Oboe|Clarinet|Bassoon",
    "woodwind": "Flute|Oboe|Clarinet|Bassoon", "brass band": "Trumpet|French Horn|Trombone|Tuba",
    "marching band": "Trumpet|Trombone|Tuba|Piccolo|Drums", "brass quintet": "Trumpet|French Horn|Trombone|Tuba",
    "brass quartet": "Trumpet|French Horn|Trombone|Tuba", "sax quartet": "Soprano Sax|Alto Sax|Tenor Sax|Baritone Sax",
    "saxophone quartet": "Soprano Sax|Alto Sax|Tenor Sax|Baritone Sax", "flute quartet": "Flute|Violin|Viola|Cello",
    "jazz trio": "Acoustic Grand Piano|Acoustic Bass|Drums", "jazz quartet": "Tenor Sax|Acoustic Grand Piano|Acoustic Bass|Drums",
    "jazz quintet": "Trumpet|Tenor Sax|Acoustic Grand Piano|Acoustic Bass|Drums",
    "orchestra": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",
    "symphony orchestra": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",
    "chamber orchestra": "Violin|Viola|Cello|Contrabass|Flute|Oboe|French Horn",
    "rock band": "Electric Guitar (clean)|Electric Bass (finger)|Drums",
    "弦乐四重奏": "Violin|Viola|Cello", "弦乐三重奏": "Violin|Viola|Cello", "钢琴三重奏": "Acoustic Grand Piano|Violin|Cello",
    "木管": "Flute|Oboe|Clarinet|Bassoon", "木管五重奏": "Flute|Oboe|Clarinet|French Horn|Bassoon",
    "管弦乐队": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",
    "交响乐团": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",
}  # fmt: skip

#: a style that an ensemble's name says besides its players
STYLE_OF_ENSEMBLE = {"jazz trio": "jazz", "jazz quartet": "jazz", "jazz quintet": "jazz", "rock band": "rock"}

#: not in General MIDI, but its sound set has a near relative that is taken with a note
RELATIVES: dict[str, str] = {
    "ukulele": "Acoustic Guitar (nylon)", "uke": "Acoustic Guitar (nylon)", "lute": "Acoustic Guitar (nylon)",
    "oud": "Acoustic Guitar (nylon)", "mandolin": "Acoustic Guitar (steel)", "bouzouki": "Acoustic Guitar (steel)",
    "balalaika": "Acoustic Guitar (steel)", "lyre": "Orchestral Harp", "melodica": "Harmonica",
    "尤克里里": "Acoustic Guitar (nylon)", "曼陀林": "Acoustic Guitar (steel)",
    "cornet": "Trumpet", "flugelhorn": "Trumpet", "euphonium": "Tuba", "erhu": "Fiddle", "二胡": "Fiddle",
    "guzheng": "Koto", "guqin": "Koto", "古筝": "Koto", "古琴": "Koto", "筝": "Koto", "pipa": "Shamisen", "琵琶": "Shamisen",
    "handpan": "Steel Drums", "hang drum": "Steel Drums", "suona": "Shanai", "唢呐": "Shanai", "singing bowl": "Tinkle Bell",
}  # fmt: skip

#: not in General MIDI, and nothing there sounds like it: refused with the nearest
LACKING: dict[str, str] = {
    "theremin": "Lead 6 (voice)", "didgeridoo": "Pad 5 (bowed)", "didjeridu": "Pad 5 (bowed)", "kazoo": "Harmonica",
    "vuvuzela": "Trombone", "hurdy gurdy": "Bagpipe", "hurdy-gurdy": "Bagpipe", "ondes martenot": "Lead 6 (voice)",
    "glass harmonica": "FX 3 (crystal)", "musical saw": "Lead 6 (voice)", "singing saw": "Lead 6 (voice)",
    "otamatone": "Lead 6 (voice)", "jew's harp": "Harmonica", "jaw harp": "Harmonica", "gamelan": "Marimba",
    "alphorn": "French Horn", "crumhorn": "Oboe", "theorbo": "Acoustic Guitar (nylon)", "nyckelharpa": "Fiddle",
    "stylophone": "Lead 1 (square)", "beatboxing": "Drums", "beatbox": "Drums", "turntable": "Drums", "serpent": "Tuba",
    "morin khuur": "Cello", "马头琴": "Cello", "葫芦丝": "Recorder", "特雷门琴": "Lead 6 (voice)", "迪吉里杜管": "Pad 5 (bowed)",
    "卡祖笛": "Harmonica",
}  # fmt: skip


def _family(*families: str) -> tuple[str, ...]:
    return tuple(NAMES[p] for family in families for p in programs_of_family(family))


_STRINGS = tuple(n for n in _family("strings") if n not in ("Orchestral Harp", "Timpani"))
_STRING_ENSEMBLES = ("String Ensemble 1", "String Ensemble 2", "Synth Strings 1", "Synth Strings 2")
_PIANOS = NAMES[:6]
_SAXES = NAMES[64:68]
#: who must not play when the name of a whole family is unwanted
_WHOLE_FAMILIES: dict[str, tuple[str, ...]] = {
    "Acoustic Grand Piano": _PIANOS, "Acoustic Guitar (nylon)": _family("guitar"), "Brass Section": _family("brass"),
    "String Ensemble 1": (*_STRINGS, *_STRING_ENSEMBLES), "Church Organ": _family("organ")[:5],
    "Electric Bass (finger)": _family("bass"), "Alto Sax": _SAXES, "Voice Oohs": ("Choir Aahs", "Voice Oohs", "Synth Voice"),
    "Lead 2 (sawtooth)": (*_family("synth lead", "synth pad"), "Synth Bass 1", "Synth Bass 2", "Synth Strings 1", "Synth Strings 2"),
    "Pad 2 (warm)": _family("synth pad"), "Electric Piano 1": ("Electric Piano 1", "Electric Piano 2"),
    "Electric Guitar (clean)": tuple(NAMES[26:31]),
}  # fmt: skip
#: names that mean the whole family; "church organ" or "alto sax" mean one instrument
_FAMILY_WORDS = {
    "piano", "钢琴", "guitar", "吉他", "brass", "horns", "铜管", "铜管乐", "string", "弦乐", "organ", "管风琴", "风琴", "bass",
    "贝斯", "sax", "saxophone", "萨克斯", "voice", "vocal", "vocals", "singing", "singer", "lyrics", "人声", "歌声", "演唱",
    "synth", "synthesizer", "synthesiser", "合成器", "pad", "synth pad", "electric piano", "keyboard", "electric guitar", "电吉他",
}  # fmt: skip


@cache
def spoken_names() -> dict[str, tuple[str, ...]]:
    """What people say (singular, lower case) -> General MIDI names; empty for what General MIDI lacks."""
    table: dict[str, tuple[str, ...]] = {name.lower(): (name,) for name in NAMES}
    for line in _SPOKEN.strip().splitlines():
        name, _, words = line.partition(": ")
        for word in words.split(", "):
            table[word] = (name,)
    table |= {word: tuple(names.split("|")) for word, names in _ENSEMBLES.items()}
    table |= {word: (name,) for word, name in RELATIVES.items()}
    table |= dict.fromkeys(LACKING, ())
    # sounds that are words of every day; nobody asks for the General MIDI effect by them
    for word in ("applause", "gunshot", "helicopter", "seashore"):
        del table[word]
    return table


def silenced_by(word: str) -> tuple[str, ...]:
    """The General MIDI names that must not play when `word` (a key of `spoken_names`) is unwanted."""
    names = spoken_names()[word]
    if word in _FAMILY_WORDS and names:
        return _WHOLE_FAMILIES[names[0]]
    return names
