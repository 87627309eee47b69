"""Where a user meets the product; each surface is one module with ``open_surface(ground) -> Surface``."""
