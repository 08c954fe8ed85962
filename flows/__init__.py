"""The pipeline as a Prefect flow, its manifest, and the command line."""
