"""Many authorities at once: one contract each on the same terms, what was refused, and what netting is worth."""

from riskreward.portfolios.figures_by_year import Columns, FiguresByYear, figures_by_year
from riskreward.portfolios.portfolio import Member, Portfolio, portfolio

__all__ = ["Columns", "FiguresByYear", "Member", "Portfolio", "figures_by_year", "portfolio"]
