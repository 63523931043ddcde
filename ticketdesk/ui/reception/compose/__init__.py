"""What stands around the text of a reply: tools, popups, questions before sending, replies on their way."""
