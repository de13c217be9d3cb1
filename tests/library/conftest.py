from hypothesis import settings

# A shared machine is no stopwatch: without a deadline a slow moment fails no test.
settings.register_profile("library", deadline=None, max_examples=50)
settings.load_profile("library")
