"""What an agent does with a conversation beside answering it: hand on, put off, mark, end."""
