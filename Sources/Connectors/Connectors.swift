// The kinds of connections, one line each: `smtp`, `maildir`, `print`.
