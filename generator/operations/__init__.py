"""What is done with a piece that is there: restyle, rewrite, vary, blend, an instrument more or less.

Each file is one operation as functions on Score; `operating` carries any of them out and makes its code.
"""
