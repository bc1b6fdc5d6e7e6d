"""Repositories: one subject each, a class taking an AsyncSession and speaking values, never rows."""
