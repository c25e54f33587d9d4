"""What is told to people by mail and in chats, one file per kind."""
