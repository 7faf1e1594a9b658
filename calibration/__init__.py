"""How often qneko's own verdict is right on tables whose answer is known: `make calibrate`."""
