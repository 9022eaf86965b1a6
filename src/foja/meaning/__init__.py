"""Printed text to dates, money, countries, programmes and recipients, by rules that are data."""
