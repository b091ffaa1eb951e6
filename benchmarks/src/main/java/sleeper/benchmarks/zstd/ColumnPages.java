package sleeper.benchmarks.zstd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.run.RealSurroundings;
import sleeper.sort.RecordSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.statestore.instance.FileInstance;

/** Pages as they are before compression, of a table that the kernel has written. */
final class ColumnPages {
    private static final long BUDGET_BYTES = 512L << 20;

    private ColumnPages() {}

    /**
     * @param home a folder that is to be filled
     * @return the pages of each column, in the order of the schema
     */
    static Map<String, List<byte[]>> of(SampleTable table, Path home) throws IOException {
        FileInstance instance = FileInstance.open(home, RealSurroundings.get());
        TableLocation location = new TableLocation("pages", new TableName(table.name()));
        Map<String, List<byte[]>> pages = new LinkedHashMap<>();
        try (RecordSort sort = new RecordSort(request(table, home, instance, location))) {
            for (int row = 0; row < table.rows(); row++) {
                sort.add(table.row(row));
            }
            for (DataFile file : WrittenFile.files(sort.finish())) {
                add(location.file(file.path()), instance, home, pages);
            }
        }
        return pages;
    }

    private static SortRequest request(SampleTable table, Path home, FileInstance instance, TableLocation location)
            throws IOException {
        return new SortRequest(
                table.schema(),
                PartitionTree.single(1),
                List.of(),
                instance.files(),
                location,
                new AttemptId(new JobId("pages"), 1),
                "run",
                new SortSettings(
                        WriteSettings.builder()
                                .codec(CompressionCodec.UNCOMPRESSED, 0)
                                .build(),
                        BUDGET_BYTES,
                        1,
                        Files.createDirectories(home.resolve("spill"))));
    }

    private static void add(FilePath path, FileInstance instance, Path home, Map<String, List<byte[]>> pages)
            throws IOException {
        Footer footer = FooterReader.read(instance.files()
                .open(path, instance.files().find(path).orElseThrow().version()));
        byte[] file = Files.readAllBytes(
                home.resolve("buckets").resolve(path.bucket()).resolve(path.key()));
        for (RowGroup group : footer.rowGroups()) {
            for (ColumnChunk column : group.getColumns()) {
                ColumnMetaData chunk = column.getMeta_data();
                List<byte[]> ofColumn =
                        pages.computeIfAbsent(String.join(".", chunk.getPath_in_schema()), name -> new ArrayList<>());
                long start = chunk.isSetDictionary_page_offset()
                        ? chunk.getDictionary_page_offset()
                        : chunk.getData_page_offset();
                ByteArrayInputStream bytes = new ByteArrayInputStream(
                        file, Math.toIntExact(start), Math.toIntExact(chunk.getTotal_compressed_size()));
                while (bytes.available() > 0) {
                    PageHeader header = Util.readPageHeader(bytes);
                    ofColumn.add(bytes.readNBytes(header.getCompressed_page_size()));
                }
            }
        }
    }
}
