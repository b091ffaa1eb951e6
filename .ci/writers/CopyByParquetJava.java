import java.io.File;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/** Writes each Parquet file of a folder anew with parquet-java, by the codec and page version that its name asks for. Usage: SOURCE TARGET */
final class CopyByParquetJava {
    private CopyByParquetJava() {}

    public static void main(String[] args) throws Exception {
        for (File file : new File(args[0]).listFiles((folder, name) -> name.endsWith(".parquet"))) {
            copy(file, new File(args[1], file.getName()));
        }
    }

    private static void copy(File from, File to) throws Exception {
        String name = from.getName().replace(".parquet", "");
        int cut = name.lastIndexOf('-');
        String codec = name.substring(0, cut).toUpperCase();
        Path source = new Path(from.toURI());
        MessageType schema;
        try (ParquetFileReader footer = ParquetFileReader.open(HadoopInputFile.fromPath(source, new Configuration()))) {
            schema = footer.getFileMetaData().getSchema();
        }
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), source).build();
                ParquetWriter<Group> writer = ExampleParquetWriter.builder(new Path(to.toURI()))
                        .withType(schema)
                        .withCompressionCodec(CompressionCodecName.valueOf(codec.equals("NONE") ? "UNCOMPRESSED" : codec))
                        .withWriterVersion(name.endsWith("v2") ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
                        .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                writer.write(row);
            }
        }
    }
}
