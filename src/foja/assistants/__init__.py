"""Foja for language models: the API's answers through the Model Context Protocol.

Each answer carries the version of the tables, how to cite it and the page that it rests on, so that
what a model says can be followed back as everything else here.
"""
