"""What an agent does in a conversation: messages, cards, searching it, going to a day, pictures, who else is there."""
