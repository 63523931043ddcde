"""The story of the program told in its real window, with the sample shop that it is told with."""
