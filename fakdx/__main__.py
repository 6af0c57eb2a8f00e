"""`python -m fakdx`"""

from fakdx.cli.main import entry

entry()
