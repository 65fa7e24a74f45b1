"""The commands beside `build`: fetch, serve, init and the report of `probe`."""
