"""Many contracts at once: many authorities on the same terms, and what netting is worth; lots under one cap."""

from riskreward.portfolios.figures_by_year import Columns, FiguresByYear, figures_by_year
from riskreward.portfolios.lots import LotFee, Lots
from riskreward.portfolios.portfolio import Member, Portfolio, portfolio
from riskreward.portfolios.settling_lots import settle_lots

__all__ = [
    "Columns",
    "FiguresByYear",
    "LotFee",
    "Lots",
    "Member",
    "Portfolio",
    "figures_by_year",
    "portfolio",
    "settle_lots",
]
