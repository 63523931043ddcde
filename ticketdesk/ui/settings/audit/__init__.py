"""The section of the log: every act of the shop, filtered, with what it changed, and the check of its chain."""
