"""Importers of the result files of tools, one module for each; `importers.SHIPPED` lists them."""
