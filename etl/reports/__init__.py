"""Reports to figures: `read` a file into `Report`s, `figures` of each."""

from etl.reports.extract import figures
from etl.reports.formats import Unreadable
from etl.reports.readers import Report, read

__all__ = ["Report", "Unreadable", "figures", "read"]
