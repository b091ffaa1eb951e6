"""The checker must find each kind of wrong output: `peers.sh --self-test` runs this."""

import pathlib
import tempfile
import unittest

import pyarrow as pa
import pyarrow.parquet as pq

import make_data
from check import check
from dataset import LEAVES, SCHEMA, Dataset, output_file

ROWS = 20_000


class CheckTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dataset = Dataset(pathlib.Path(folder.name, "data"))
        make_data.main(ROWS, self.dataset.folder)
        self.output = pathlib.Path(folder.name, "output")
        self.output.mkdir()
        rows = pa.concat_tables(pq.read_table(path) for path in self.dataset.input_files()).to_pylist()
        rows.sort(key=lambda row: (row["key"], row["timestamp"]))
        splits = [*self.dataset.read_split_points(), None]
        self.leaves, start = [], 0
        for split in splits:
            end = start
            while end < len(rows) and (split is None or rows[end]["key"] < split):
                end += 1
            self.leaves.append(rows[start:end])
            start = end
        for leaf in range(LEAVES):
            self.write(leaf)

    def write(self, leaf, **options):
        table = pa.Table.from_pylist(self.leaves[leaf], schema=SCHEMA)
        pq.write_table(table, output_file(self.output, leaf), **{"compression": "zstd", **options})

    def faults(self, cut=False):
        result = check(self.dataset, self.output, cut)
        self.assertEqual(result["ok"], not result["faults"])
        return " | ".join(result["faults"])

    def test_right_output_passes(self):
        self.assertEqual("", self.faults())

    def test_unsorted_key_is_found(self):
        self.leaves[3][0], self.leaves[3][-1] = self.leaves[3][-1], self.leaves[3][0]
        self.write(3)
        self.assertIn("not sorted", self.faults())

    def test_unsorted_timestamp_under_one_key_is_found(self):
        first, second = self.leaves[5][:2]
        key = first["key"]
        self.leaves[5][:2] = [{**first, "timestamp": 2}, {**second, "key": key, "timestamp": 1}]
        self.write(5)
        self.assertIn("not sorted", self.faults())

    def test_row_in_the_wrong_leaf_is_found(self):
        self.leaves[8].insert(0, self.leaves[7].pop())
        self.write(7)
        self.write(8)
        self.assertIn(f"{output_file(self.output, 8)}: rows of leaf 7 and of leaf 8", self.faults())

    def test_missing_row_is_found(self):
        self.leaves[9].pop()
        self.write(9)
        self.assertEqual(f"{ROWS - 1} rows, not {ROWS}", self.faults())

    def test_row_instead_of_another_is_found(self):
        self.leaves[10][1] = self.leaves[10][0]
        self.write(10)
        self.assertIn("checksum", self.faults())

    def test_swapped_values_are_found(self):
        first, second = self.leaves[11][:2]
        first["value"], second["value"] = second["value"], first["value"]
        self.write(11)
        self.assertIn("checksum", self.faults())

    def test_null_is_found(self):
        self.leaves[12][0]["value"] = None
        nullable = pa.schema([field.with_nullable(True) for field in SCHEMA])
        pq.write_table(
            pa.Table.from_pylist(self.leaves[12], schema=nullable), output_file(self.output, 12), compression="zstd"
        )
        self.assertIn("nulls", self.faults())

    def test_missing_file_is_found(self):
        pathlib.Path(output_file(self.output, 13)).unlink()
        self.assertIn("255 files, not 256", self.faults())

    def write_as_two(self, leaf, one, other):
        self.leaves[leaf] = one
        self.write(leaf)
        pq.write_table(pa.Table.from_pylist(other, schema=SCHEMA), self.output / "more.parquet", compression="zstd")

    def test_two_files_of_one_leaf_are_found(self):
        whole = self.leaves[14]
        self.write_as_two(14, whole[:5], whole[5:])
        self.assertIn("257 files, not 256", self.faults())

    def test_leaf_cut_in_key_ranges_passes_where_it_may(self):
        whole = self.leaves[14]
        self.write_as_two(14, whole[:5], whole[5:])
        self.assertEqual("", self.faults(cut=True))

    def test_leaf_cut_in_ranges_that_overlap_is_found(self):
        whole = self.leaves[14]
        self.write_as_two(14, whole[::2], whole[1::2])
        self.assertIn("rows that belong between those of", self.faults(cut=True))

    def test_leaf_without_a_file_is_found_where_leaves_may_be_cut(self):
        pathlib.Path(output_file(self.output, 13)).unlink()
        self.assertIn("files of 255 leaves, not of 256", self.faults(cut=True))

    def test_file_that_is_not_parquet_is_found(self):
        pathlib.Path(output_file(self.output, 16)).write_bytes(b"PAR1")
        self.assertIn("cannot be read", self.faults())

    def test_other_codec_is_found(self):
        self.write(15, compression="snappy")
        self.assertIn("compressed with SNAPPY, not ZSTD", self.faults())


if __name__ == "__main__":
    unittest.main()
