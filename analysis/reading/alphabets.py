"""The letters that languages add to ASCII, and the encodings they are written in."""

_LATIN = {
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüß",
    "Spanish": "áéíóúüñ",
    "Portuguese": "áâãàçéêíóôú",
    "Italian": "àèéìîòù",
    "Nordic": "åäöæøé",
    "Dutch": "ëïéèöüá",
    "Catalan": "àçèéíïòóúü·",
}
_ICELANDIC = {"Icelandic": "áéíóúýþæöð"}
_CENTRAL = {
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "Croatian": "čćđšž",
    "Romanian": "ăâîşţ",
    "German": "äöüß",
}
_BALTIC = {
    "Latvian": "āčēģīķļņšūž",
    "Lithuanian": "ąčęėįšųūž",
    "Estonian": "äõöüšž",
}
_TURKISH = {"Turkish": "çğıöşüâîûİ"}
# The letters of the other scripts stand in the order of how often they are used.
_CYRILLIC = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оанитвреіскдлмупязьгйбчхжцшюєїщфґ",
    "Serbian": "аиоенртсјувкдпмлзгбчшњжцћљхђџф",
}
_GREEK = {"Greek": "αοιετσνηυρπκμλςωίάόέήύώθγδχφβξζψϊϋΐΰ"}
_HEBREW = {"Hebrew": "יוהלארתשמבנםחדקעכפצגטזסןךףץ"}
_ARABIC = {"Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ"}
_THAI = {"Thai": "".join(chr(c) for c in range(0x0E01, 0x0E4F))}

# Single-byte encodings in the order of how often they are met: a later one must fit
# clearly better than all before it.
SINGLE_BYTE = (
    ("cp1252", _LATIN),
    ("iso8859-15", _LATIN),
    ("cp1250", _CENTRAL),
    ("cp1251", _CYRILLIC),
    ("iso8859-2", _CENTRAL),
    ("koi8-r", _CYRILLIC),
    ("cp1253", _GREEK),
    ("cp1254", _TURKISH),
    ("cp1252", _ICELANDIC),
    ("cp1257", _BALTIC),
    ("cp1255", _HEBREW),
    ("cp1256", _ARABIC),
    ("cp874", _THAI),
    ("cp850", _LATIN),
    ("mac-roman", _LATIN),
    ("cp866", _CYRILLIC),
    ("cp852", _CENTRAL),
)

# The commonest characters, most of all those of tables: places, names, money, dates.
COMMON_CHINESE = (
    "的一是不了在人有我他这中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样"
    "理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将"
    "两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西月话合回特代内信"
    "表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活"
    "更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指许统"
    "区保至队形社便空决治展科司五基书非则白界达光放强即难且权思王完设式色路记南品住告类求据"
    "程北边张该交规万取格望觉术领共确传师观清今切院让识候带导争运京广州深圳销售额价李刘陈杨"
    "臺灣國電話號碼銷區價額陳黃張劉會員東學業務產縣"
)
COMMON_JAPANESE = (
    "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山"
    "話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨市区町村県都"
    "道府京阪田佐鈴橋渡辺伊藤売店商品価格数量合計社会員部課番号住所氏性別齢客注文曜点税込単"
    "位種類備考新横浜神奈大愛知福岡札幌仙台広島山口加林清和吉井松木野原島村"
)
