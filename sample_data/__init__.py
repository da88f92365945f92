"""The sample: a year of an invented IT service organisation, written in the files its tools would export."""
