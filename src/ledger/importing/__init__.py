"""Bulk import: files of rows that become commands, carried out like any other, once each."""
