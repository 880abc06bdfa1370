"""Connections that can be read or changed on the way, and servers that anyone can reach."""
