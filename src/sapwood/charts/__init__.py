"""One kit of pictures of numbers, drawn on the server as SVG.

Plain Python, strings out. Colours come from style classes, so both themes work; every picture has a title and
a description in words, because a picture alone is not a statement.
"""

from sapwood.charts.bridge import Strand, bridge_chart
from sapwood.charts.caterpillar import Row, caterpillar
from sapwood.charts.fan import FanStep, fan_chart
from sapwood.charts.levels import levels_chart
from sapwood.charts.lines import pair_chart, readings_chart, sparkline
from sapwood.charts.maps import Spot, Tie, alignment_map
from sapwood.charts.ranges import interval_bar
from sapwood.charts.rings import Ring, rings
from sapwood.charts.series import Point
from sapwood.charts.shares import shares_chart
from sapwood.charts.standalone import standalone

__all__ = [
    "FanStep",
    "Point",
    "Ring",
    "Row",
    "Spot",
    "Strand",
    "Tie",
    "alignment_map",
    "bridge_chart",
    "caterpillar",
    "fan_chart",
    "interval_bar",
    "levels_chart",
    "pair_chart",
    "readings_chart",
    "rings",
    "shares_chart",
    "sparkline",
    "standalone",
]
