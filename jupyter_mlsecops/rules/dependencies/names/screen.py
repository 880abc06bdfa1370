"""What stands in every text that asks an index for a package."""

SCREEN = ("install", "add", "uv", "pip", "/// script", "dependencies")
