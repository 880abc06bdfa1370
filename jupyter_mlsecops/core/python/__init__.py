"""Python cells: escapes masked, names resolved across cells, calls with their places."""
