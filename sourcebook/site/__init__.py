"""The site: Sphinx parts, theme, policy and web server."""
