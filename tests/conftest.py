"""Properties are tried on the same examples every time, and never judged by how long they take."""

from hypothesis import settings

settings.register_profile("maitred", deadline=None, derandomize=True)
settings.load_profile("maitred")
