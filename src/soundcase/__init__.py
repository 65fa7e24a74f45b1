"""Static demo sites for audio models, from a YAML catalogue of examples."""

__version__ = "0.1.0"
