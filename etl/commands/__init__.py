"""The commands of `python -m etl`, a module each: `run(chosen)` does what the options say and returns the exit code.

The options are declared in `etl.__main__`; a module is loaded when its command is given, and no command waits for what only
another one needs.
"""
