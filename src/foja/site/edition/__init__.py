"""The static edition: the site as plain files that any web host serves without a program."""
