"""The words and signs that cells are known to hold, as plain lists."""

_CURRENCIES = """
US$ A$ C$ R$ $ € £ ¥ ₹ ₽ ₺ ₩ ₪ ₴ ฿ ₫ ₦ zł Kč kr kr. Fr. CHF USD EUR GBP JPY CNY INR
SEK NOK DKK PLN CZK HUF AUD CAD BRL MXN ZAR TRY RUB
"""
_UNITS = """
% ‰ ° °C °F K kg g mg µg t lb lbs oz km m cm mm µm nm mi ft in yd m² km² ha m³ cm³
l L ml mL cl dl gal h hr hrs min s sec ms µs ns d kB KB MB GB TB B kWh MWh GWh Wh
kW MW GW W V kV mV A mA Hz kHz MHz GHz Pa hPa kPa MPa bar psi J kJ kcal cal N km/h
m/s mph kn rpm dB ppm ppb px pt pcs st x
"""
_NOT_AVAILABLE = r"""
na n/a #n/a n.a. n.a null none nan nil nat - -- --- ? . .. ... #null! #div/0! #value!
#ref! #name? #num! <na> (null) n/d n.d. k.a. \n
"""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"

CURRENCIES = tuple(_CURRENCIES.split())
UNITS = tuple(_UNITS.split())
# Ways to write that there is no value: null where the other cells have a type.
NOT_AVAILABLE = frozenset(_NOT_AVAILABLE.split())
MONTHS = tuple(_MONTHS.split())
# Pairs that mean true and false, the commonest first.
TRUTH_WORDS = (
    ("true", "false"),
    ("yes", "no"),
    ("t", "f"),
    ("y", "n"),
    ("on", "off"),
    ("ja", "nein"),
    ("j", "n"),
    ("oui", "non"),
    ("si", "no"),
    ("sí", "no"),
    ("sim", "não"),
    ("vrai", "faux"),
    ("wahr", "falsch"),
    ("tak", "nie"),
    ("да", "нет"),
)
