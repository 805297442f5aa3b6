"""Layouts that the product was developed against."""
