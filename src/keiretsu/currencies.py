"""Currencies: their codes, and what people write for them in English.

What is written for a currency is read as that currency.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "AUD": "Australian dollars",
    "BRL": "reais",
    "CAD": "Canadian dollars",
    "CHF": "Swiss francs",
    "CNY": "yuan",
    "EUR": "euros",
    "GBP": "pounds",
    "INR": "rupees",
    "JPY": "yen",
    "KRW": "won",
    "MXN": "Mexican pesos",
    "SEK": "Swedish kronor",
    "TWD": "Taiwan dollars",
    "USD": "US dollars",
}
"""What people call a currency, by its ISO code."""

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND "
    "BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF "
    "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW "
    "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN "
    "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
    "SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED "
    "VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG "
)
CODES = frozenset(_CODES.split())
"""ISO 4217 codes of the currencies that people pay with."""

SIGNS: Mapping[str, str] = {
    **{"$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD"},
    **{"NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "₹": "INR", "Rs": "INR"},
    **{"Rs.": "INR", "₩": "KRW", "RMB": "CNY"},
}
"""ISO code of each sign that means one currency: the sign of yen and yuan does not."""

WORDS: Mapping[str, str] = {
    **{name.lower(): code for code, name in NAMES.items()},
    **{"euro": "EUR", "pound": "GBP", "pounds sterling": "GBP", "rupee": "INR"},
    **{"dollar": "USD", "dollars": "USD", "renminbi": "CNY", "rmb": "CNY"},
    **{"real": "BRL", "kronor": "SEK", "krona": "SEK"},
}
"""ISO code of each word, in lower case."""


def currency_name(code: str) -> str:
    """Return what people call a currency; its code where we have no name.

    >>> currency_name("JPY"), currency_name("XYZ")
    ('yen', 'XYZ')
    """
    return NAMES.get(code, code)


def currency_code(text: str) -> str:
    """Return the code behind a sign, a word or a code; the text in capitals otherwise.

    >>> currency_code("€"), currency_code("Yen"), currency_code("r$")
    ('EUR', 'JPY', 'BRL')
    """
    code = text.upper()
    return _SIGNS.get(code) or WORDS.get(text.lower(), code)


_SIGNS = {sign.upper(): code for sign, code in SIGNS.items()}
