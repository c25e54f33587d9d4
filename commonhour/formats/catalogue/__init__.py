"""What the importers of foreign catalogues share: safe reading of YAML, TOML and JSON, and the words for when."""
