"""The search language on the screen: the field with its chips and completion, over whatever list."""
