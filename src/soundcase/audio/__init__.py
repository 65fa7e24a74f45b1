"""Clips, pictures and videos: reading, measuring and encoding them."""
