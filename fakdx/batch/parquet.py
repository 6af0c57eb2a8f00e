"""The finished rows as a Parquet file."""

from __future__ import annotations

from pathlib import Path

from fakdx.batch.records import import_pyarrow
from fakdx.batch.rows import NUMBERS, columns


def to_parquet(table: Path, out: Path, extra: tuple[str, ...]) -> None:
    """Stream a plain CSV of result rows into a Parquet file; empty numbers become nulls."""
    pa = import_pyarrow("pyarrow")
    pa_csv = import_pyarrow("pyarrow.csv")
    parquet = import_pyarrow("pyarrow.parquet")
    whole = ("row", "hangs_on")
    types = {n: pa.int64() if n in whole else pa.float64() if n in NUMBERS else pa.string() for n in columns(extra)}
    reader = pa_csv.open_csv(
        table,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )
    with parquet.ParquetWriter(out, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
