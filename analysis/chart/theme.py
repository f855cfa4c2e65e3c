"""Colours of charts: Okabe and Ito's palette, told apart by colour-blind readers."""

# Okabe and Ito, "Color Universal Design" (2008); their black comes as a grey that
# is seen on light and on dark pages.
PALETTE = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#8C8C8C",
)
# Cividis runs from dark blue to yellow and was made for colour-blind readers.
SEQUENTIAL = "cividis"
CONFIG = {"range": {"category": list(PALETTE)}}
# What the page's script takes from its theme (charts.js), for charts drawn elsewhere.
PRINTED = {"mark": {"color": PALETTE[0]}, "title": {"fontWeight": 400}}
