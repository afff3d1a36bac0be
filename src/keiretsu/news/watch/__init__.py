"""Watching: feeds, pages and folders, checked again and again; what is new is read."""

from keiretsu.news.watch.run import Told, run_once
from keiretsu.news.watch.store import WatchStore

__all__ = ["Told", "WatchStore", "run_once"]
