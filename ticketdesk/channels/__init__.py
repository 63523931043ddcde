"""Where buyers' words come from and replies go: one channel per way, none of them knows the screen."""
