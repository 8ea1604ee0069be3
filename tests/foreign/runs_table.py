"""Reads a folder's `runs.csv` and `runs.parquet` with other people's readers and asserts that they say the same.

Usage: python3 runs_table.py FOLDER

CSV is read by Python and by pandas, Parquet by pyarrow and by pandas. If the folder has a `manifest.json`, the columns
must have the types that it declares.
"""

import csv
import json
import sys
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet

# Type of the column, its name in pandas, and the value in the text of a cell.
KINDS = {
    "count": (pyarrow.uint64(), "UInt64", int),
    "day": (pyarrow.int64(), "Int64", int),
    "number": (pyarrow.float64(), "Float64", float),
    "word": (pyarrow.string(), "string", str),
}


def kind_of(type_):
    """The kind of a column of Parquet."""
    kinds = [kind for kind, (known, _, _) in KINDS.items() if known == type_]
    assert kinds, f"found the type {type_}, expected one of {[known for known, _, _ in KINDS.values()]}"
    return kinds[0]


def check_rows(header, lines, table):
    """Every cell of the CSV is the cell of the Parquet; an empty one is a null."""
    assert table.column_names == header, f"found the columns {table.column_names}, expected {header}"
    assert table.num_rows == len(lines), f"found {table.num_rows} rows, expected {len(lines)}"
    for place, name in enumerate(header):
        value = KINDS[kind_of(table.schema.field(name).type)][2]
        for row, found in enumerate(table.column(place).to_pylist()):
            text = lines[row][place]
            expected = value(text) if text else None
            assert found == expected, f"row {row}, column {name}: found {found!r}, expected {text!r}"


def check_pandas(folder, header, lines, table):
    """The types that pandas sees in both files."""
    parquet = pandas.read_parquet(folder / "runs.parquet", dtype_backend="numpy_nullable")
    assert list(parquet.columns) == header
    text = pandas.read_csv(folder / "runs.csv", dtype=str, keep_default_na=False)
    assert list(text.columns) == header
    assert len(text) == len(lines)
    for place, name in enumerate(header):
        kind = kind_of(table.schema.field(name).type)
        assert str(parquet.dtypes.iloc[place]) == KINDS[kind][1], f"{name}: found {parquet.dtypes.iloc[place]}"
        empty = [not line[place] for line in lines]
        assert list(parquet.iloc[:, place].isna()) == empty, f"{name}: found nulls elsewhere than in the CSV"
        assert [not cell for cell in text.iloc[:, place]] == empty


def main(folder):
    """All checks of one folder."""
    with open(folder / "runs.csv", newline="", encoding="utf-8") as file:
        header, *lines = csv.reader(file)
    table = pyarrow.parquet.read_table(folder / "runs.parquet")
    check_rows(header, lines, table)
    check_pandas(folder, header, lines, table)
    manifest = folder / "manifest.json"
    if manifest.exists():
        declared = json.loads(manifest.read_text(encoding="utf-8"))["columns"]
        found = [(field.name, kind_of(field.type)) for field in table.schema]
        assert found == [(column["name"], column["kind"]) for column in declared]
    print(f"{len(lines)} rows of {len(header)} columns are the same in both files")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
