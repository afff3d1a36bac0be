"""Signs of Chinese and Japanese, as they stand between the brackets of a pattern."""

from __future__ import annotations

import re

KANA = "\u3040-\u30ff"
HAN = "\u3400-\u9fff"
HALF_KANA = "\uff66-\uff9f"
HANGUL = "\uac00-\ud7af"
AGAIN = "々"
"""The sign before, once more: it stands in names."""
EAST = KANA + HAN
EASTERN_SIGN = re.compile(f"[{EAST}]")
