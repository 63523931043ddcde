"""Files in and out: what a file is, one module per format, and the writers of exports."""
