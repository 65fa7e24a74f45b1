"""Results of an evaluation (JSONL, JSON, CSV, TSV; also gzipped) as a comparison."""
