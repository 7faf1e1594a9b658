"""The ready studies of three domains, run together, and their answers on pages: `make ready`."""
