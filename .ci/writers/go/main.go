// Command write-parquet writes each Arrow file of a folder as Parquet, with the codec and page version that its name asks for.
//
// Usage: write-parquet SOURCE TARGET
package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

var codecs = map[string]compress.Compression{
	"none":    compress.Codecs.Uncompressed,
	"snappy":  compress.Codecs.Snappy,
	"gzip":    compress.Codecs.Gzip,
	"zstd":    compress.Codecs.Zstd,
	"brotli":  compress.Codecs.Brotli,
	"lz4_raw": compress.Codecs.Lz4Raw,
}

func main() {
	paths, err := filepath.Glob(filepath.Join(os.Args[1], "*.arrow"))
	must(err)
	for _, path := range paths {
		write(path, os.Args[2])
	}
}

func write(path, folder string) {
	name := strings.TrimSuffix(filepath.Base(path), ".arrow")
	cut := strings.LastIndex(name, "-")
	version := parquet.DataPageV1
	if name[cut+1:] == "v2" {
		version = parquet.DataPageV2
	}
	properties := parquet.NewWriterProperties(parquet.WithCompression(codecs[name[:cut]]), parquet.WithDataPageVersion(version))
	source, err := os.Open(path)
	must(err)
	defer source.Close()
	reader, err := ipc.NewFileReader(source)
	must(err)
	defer reader.Close()
	target, err := os.Create(filepath.Join(folder, name+".parquet"))
	must(err)
	writer, err := pqarrow.NewFileWriter(reader.Schema(), target, properties, pqarrow.DefaultWriterProps())
	must(err)
	for i := 0; i < reader.NumRecords(); i++ {
		record, err := reader.RecordBatch(i)
		must(err)
		must(writer.Write(record))
	}
	must(writer.Close())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
