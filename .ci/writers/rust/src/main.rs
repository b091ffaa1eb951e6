//! Writes each Arrow file of a folder as Parquet, with the codec and page version that its name asks for.
//!
//! Usage: write-parquet SOURCE TARGET

use std::{env, error::Error, fs, fs::File, path::Path};

use arrow_ipc::reader::FileReader;
use parquet::{
    arrow::ArrowWriter,
    basic::Compression,
    file::properties::{WriterProperties, WriterVersion},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    for entry in fs::read_dir(&arguments[1])? {
        let path = entry?.path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (codec, version) = name.rsplit_once('-').unwrap();
        let properties = WriterProperties::builder()
            .set_compression(compression(codec))
            .set_writer_version(if version == "v2" { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 })
            .build();
        let reader = FileReader::try_new(File::open(&path)?, None)?;
        let target = File::create(Path::new(&arguments[2]).join(name.clone() + ".parquet"))?;
        let mut writer = ArrowWriter::try_new(target, reader.schema(), Some(properties))?;
        for batch in reader {
            writer.write(&batch?)?;
        }
        writer.close()?;
    }
    Ok(())
}

fn compression(codec: &str) -> Compression {
    match codec {
        "none" => Compression::UNCOMPRESSED,
        "snappy" => Compression::SNAPPY,
        "gzip" => Compression::GZIP(Default::default()),
        "zstd" => Compression::ZSTD(Default::default()),
        "lz4_raw" => Compression::LZ4_RAW,
        "lz4" => Compression::LZ4,
        "brotli" => Compression::BROTLI(Default::default()),
        _ => panic!("no codec {codec}"),
    }
}
