"""Cut the font of the pictures anew from Arimo, and write down how wide it is.

Run with: python scripts/picture_font.py FOLDER (needs fonttools and brotli)

FOLDER holds static TrueType files of Arimo (github.com/googlefonts/arimo), named
`*Regular.ttf` and `*Bold.ttf`, and its licence, `OFL.txt`. Each weight becomes two
files: `common` has what nearly every picture is written in and comes with each, `more`
has the rest of the Latin letters and comes where it is needed. Kerning and hints stay
behind, so that a word is exactly as wide as its letters.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "src/keiretsu/pictures/fonts"
WEIGHTS = {400: "Regular", 700: "Bold"}
COMMON = [*map(chr, range(0x20, 0x7F)), *"\N{NO-BREAK SPACE}·°–—’“”…−×±≈≤≥→↑↓†‡§€£¥"]
COMMON += "äéëöüŠš"
MORE = [chr(c) for block in ((0xA1, 0x180), (0x218, 0x21C)) for c in range(*block)]
MORE += "ẞ‘‚„•‰‹›−≠√∞∆∑←↔▲▼●○■□◊₩₹₺₽™"
NOTICES = [0, 13, 14]
"""The names that stay in the file: who made it, and under which licence."""


def main(folder: Path) -> None:
    """Write two files a weight, their widths, and the licence."""
    more = sorted(set(MORE) - set(COMMON))
    widths: dict[str, list[int]] = {c: [] for c in [*sorted(COMMON), *more]}
    for weight, name in WEIGHTS.items():
        (source,) = folder.glob(f"*{name}.ttf")
        font = TTFont(source)
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        for character in [c for c in widths if ord(c) not in glyphs]:
            del widths[character]
        for character, found in widths.items():
            found.append(advances[glyphs[ord(character)]][0])
        for part, letters in (("common", COMMON), ("more", more)):
            cut(source, FONTS / f"arimo-{weight}-{part}.woff2", letters)
    em = font["head"].unitsPerEm
    with (FONTS / "arimo.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["code", "part", *map(str, WEIGHTS)])
        for character, found in widths.items():
            part = "common" if character in COMMON else "more"
            thousandths = [f"{1000 * width / em:.0f}" for width in found]
            rows.writerow([f"{ord(character):X}", part, *thousandths])
    (FONTS / "OFL.txt").write_bytes((folder / "OFL.txt").read_bytes())


def cut(source: Path, made: Path, letters: list[str]) -> None:
    """Write the part of a font that holds some letters, packed."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = []
    options.hinting = False
    options.name_IDs = NOTICES
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters])
    cutter.subset(font)
    subset.save_font(font, made, options)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
