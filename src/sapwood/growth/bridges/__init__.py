"""Reading a bridge: the values of its teams in order, what they amount to, and the words for it."""
