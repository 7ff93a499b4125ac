"""Refusals: what cannot be read of a contract's terms, all of it at once and in the words of its file."""

from riskreward.refusals.at_once import read_at_once
from riskreward.refusals.errors import TermsError, described, nearest, quoted
from riskreward.refusals.unread import Unread, too_long, untellable

__all__ = ["TermsError", "Unread", "described", "nearest", "quoted", "read_at_once", "too_long", "untellable"]
