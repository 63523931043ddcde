"""When a store is damaged: what is wrong, the newest good backup, what can be saved beyond it, and an honest report."""
