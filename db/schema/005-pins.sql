-- What unlocks an operator's screens.  A table of its own and no register: it is shown in no list, no export and no history.
CREATE TABLE pin (
	operator INTEGER PRIMARY KEY REFERENCES "operator" (id),
	secret TEXT NOT NULL			-- 'scrypt logN r p salt key', the last two in hexadecimal digits
) STRICT;
