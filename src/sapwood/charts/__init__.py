"""One kit of pictures of numbers, drawn on the server as SVG.

Plain Python, strings out. Colours come from style classes, so both themes work; every picture has a title and
a description in words, because a picture alone is not a statement.
"""

from sapwood.charts.caterpillar import Row, caterpillar
from sapwood.charts.lines import pair_chart, readings_chart, sparkline
from sapwood.charts.ranges import interval_bar
from sapwood.charts.rings import Ring, rings
from sapwood.charts.series import Point
from sapwood.charts.standalone import standalone

__all__ = [
    "Point",
    "Ring",
    "Row",
    "caterpillar",
    "interval_bar",
    "pair_chart",
    "readings_chart",
    "rings",
    "sparkline",
    "standalone",
]
