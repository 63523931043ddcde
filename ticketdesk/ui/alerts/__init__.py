"""What calls the agent: the word in the status bar, sound, taskbar, tray, and the small tool bar."""
