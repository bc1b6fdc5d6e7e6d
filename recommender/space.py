"""Which space the vectors of music lie in. Without torch, for who only has to know that."""

DIMENSION = 128
#: Raised whenever vectors stop being comparable with older ones: new weights, other input features.
EMBEDDING_VERSION = 2
