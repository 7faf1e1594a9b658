"""Published and closed-form results, computed again with qneko: `make validate`."""
