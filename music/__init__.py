"""The floor that every room stands on: scores, controls, moods, styles, jobs and takes."""
