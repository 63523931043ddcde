"""The live channels on the screen: turning them on and off, what they say, their sections of the settings."""
