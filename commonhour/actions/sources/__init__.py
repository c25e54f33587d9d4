"""What is behind actions/source.py: a good copy becomes rows, and a call changes hands."""
