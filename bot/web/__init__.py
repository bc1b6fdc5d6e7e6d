"""The local web page: the same conversation as on Discord, in a browser, on this machine alone."""
