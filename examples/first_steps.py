"""From a deal to prices, thresholds and a report."""

from pathlib import Path

import keiretsu as kt

landscape = kt.load_landscape("2025-05-19")
print(landscape.stake("toyota", "subaru"))  # 20 %, and who says so

deal = kt.Deal.stake("toyota", "nissan", 0.25, on="2025-05-19")
effects = kt.run(deal, landscape, [kt.load_market("us-2022")])
for one in effects.markets:  # one for each reading of what a stake gives a say in
    print(one)

japan = kt.assess(deal, landscape, [kt.load_market("jp-2024-brands")])
for verdict in japan.verdicts:
    print(verdict.state, verdict.rule, verdict.test, *verdict.missing)

report = kt.Report(deal=deal, effects=effects, assessment=japan, landscape=landscape)
kt.write_report(report, Path("report.html"))
