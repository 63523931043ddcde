"""The dialogs of what is done to tickets."""
