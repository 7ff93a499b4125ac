"""A portfolio of twelve authorities on one set of terms: what they spent, what netting is worth, what is left out.

The figures are net current expenditure in thousands of pounds, from the revenue outturn returns (RSX) of 2021-22 to
2023-24, MHCLG, Open Government Licence v3. The provider and every term are invented: no such contract is known.
"""

from collections.abc import Iterator

import riskreward as rr

FACTS = """
E3831; Adur
  Adult social care: 2021-22 0, 2022-23 0, 2023-24 0
  Highways and transport services: 2021-22 -60, 2022-23 -176, 2023-24 -166
  Environmental and regulatory services: 2021-22 1818, 2022-23 2845, 2023-24 2708
  Central services: 2021-22 6264, 2022-23 3522, 2023-24 3381
E1031; Amber Valley
  Adult social care: 2021-22 0, 2022-23 0, 2023-24 0
  Highways and transport services: 2021-22 351, 2022-23 177, 2023-24 233
  Environmental and regulatory services: 2021-22 4488, 2022-23 4047, 2023-24 4763
  Central services: 2021-22 3352, 2022-23 3817, 2023-24 4456
E2231; Ashford
  Adult social care: 2021-22 0, 2022-23 0, 2023-24 0
  Highways and transport services: 2021-22 -247, 2022-23 98, 2023-24 -903
  Environmental and regulatory services: 2021-22 10262, 2022-23 14067, 2023-24 9342
  Central services: 2021-22 5079, 2022-23 5320, 2023-24 6836
E5031; Barnet
  Adult social care: 2021-22 133191, 2022-23 146407, 2023-24 171260
  Highways and transport services: 2021-22 20601, 2022-23 15746, 2023-24 14368
  Environmental and regulatory services: 2021-22 19070, 2022-23 20578, 2023-24 25225
  Central services: 2021-22 35708, 2022-23 38507, 2023-24 39435
E0101; Bath & North East Somerset
  Adult social care: 2021-22 64790, 2022-23 74584, 2023-24 80636
  Highways and transport services: 2021-22 256, 2022-23 580, 2023-24 189
  Environmental and regulatory services: 2021-22 17464, 2022-23 18798, 2023-24 23379
  Central services: 2021-22 8483, 2022-23 8636, 2023-24 9053
E5032; Bexley
  Adult social care: 2021-22 61694, 2022-23 61283, 2023-24 78613
  Highways and transport services: 2021-22 5829, 2022-23 4148, 2023-24 6091
  Environmental and regulatory services: 2021-22 21418, 2022-23 23698, 2023-24 29797
  Central services: 2021-22 33171, 2022-23 32233, 2023-24 5797
E0920; Cumbria
  Adult social care: 2021-22 165401, 2022-23 180941
  Highways and transport services: 2021-22 21251, 2022-23 34991
  Environmental and regulatory services: 2021-22 39948, 2022-23 39871
  Central services: 2021-22 19212, 2022-23 22587
E1302; Durham
  Adult social care: 2021-22 157031, 2022-23 161777, 2023-24 193440
  Highways and transport services: 2021-22 21210, 2022-23 22733, 2023-24 21193
  Environmental and regulatory services: 2021-22 57291, 2022-23 59913, 2023-24 63647
  Central services: 2021-22 40788, 2022-23 45652, 2023-24 47180
E5100; Greater London Authority
  Adult social care: 2021-22 0, 2022-23 0, 2022-23 0, 2023-24 0, 2023-24 0
  Highways and transport services: 2021-22 2337145, 2022-23 1653464, 2022-23 1653464, 2023-24 1563752, 2023-24 1563753
  Environmental and regulatory services: 2021-22 91238, 2022-23 93081, 2022-23 93081, 2023-24 110361, 2023-24 110361
  Central services: 2021-22 100476, 2022-23 102104, 2022-23 102104, 2023-24 91210, 2023-24 91211
E4502; Newcastle upon Tyne
  Adult social care: 2021-22 112733, 2022-23 117886, 2023-24 138321
  Highways and transport services: 2021-22 2240, 2022-23 3406, 2023-24 375
  Environmental and regulatory services: 2021-22 23615, 2022-23 26295, 2023-24 28836
  Central services: 2021-22 35612, 2022-23 46039, 2023-24 46428
E4504; South Tyneside
  Adult social care: 2021-22 57908, 2022-23 66834, 2023-24 79232
  Highways and transport services: 2021-22 7341, 2022-23 6340, 2023-24 7020
  Environmental and regulatory services: 2021-22 16704, 2022-23 14283, 2023-24 15824
  Central services: 2021-22 11513, 2022-23 10200, 2023-24 10013
E4505; Sunderland
  Adult social care: 2021-22 87252, 2022-23 108032, 2023-24 129833
  Highways and transport services: 2021-22 9912, 2022-23 7181, 2023-24 11580
  Environmental and regulatory services: 2021-22 28569, 2022-23 30982, 2023-24 34538
  Central services: 2021-22 22809, 2022-23 36675, 2023-24 21731
"""

TERMS = {
    "title": "Four services at 2021-22 prices (illustrative: the provider and every term are invented)",
    "starts": "2022-04-01",
    "years": 2,
    "settled": "yearly",
    "rounding": "half up to the penny",
    "fee": {"starts": "first pound", "counted": "to date", "step": [{"rule": "share", "share": "25%"}]},
    "settlement": {"clawback": {"first_from": "the provider", "restores_cap": True}},
}
BASELINE = {
    "rule": "indexed",
    "year": "2021-22",
    "source": "Revenue outturn RSX 2021-22",
    "index": {
        "series": "ONS CPI D7BT, 2015 = 100",
        "month": "February inside the year",
        "base": 115.8,
        "levels": {"2022-23": 127.9, "2023-24": 132.3},
    },
}


def rows() -> Iterator[dict[str, str]]:
    """Yield one row for each authority, service and year, as the published file has them."""
    code = council = ""
    for line in FACTS.strip().splitlines():
        if not line.startswith(" "):
            code, council = line.split("; ")
            continue
        service, figures = line.strip().split(": ")
        for figure in figures.split(", "):
            year, net = figure.split(" ")
            yield {"code": code, "council": council, "service": service, "year": year, "net": net}


def settled() -> rr.Portfolio:
    """Return the portfolio, each authority's overspends netted off its savings."""
    columns = rr.Columns("code", "council", "service", "year", "net", in_thousands=True)
    figures = rr.figures_by_year(rows(), columns, ["2021-22", "2022-23", "2023-24"])
    return rr.portfolio(figures, "2021-22", TERMS, BASELINE)


if __name__ == "__main__":
    print(settled())
