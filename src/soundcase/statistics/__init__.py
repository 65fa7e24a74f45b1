"""Statistics: what each example says of each system, and what that adds up to."""
