"""Personal data in any text of a notebook: e-mail addresses, numbers with a check digit, and columns of people."""
