"""Views: what one is, its picture, its table, its explorer, and those declared in YAML."""
