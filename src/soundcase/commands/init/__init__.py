"""New projects from nothing: small, whole, and easy to make one's own."""
