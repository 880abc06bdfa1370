"""Tests of signatures of models."""
