package sleeper.ingest;

import java.nio.file.Path;
import org.apache.parquet.format.CompressionCodec;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;

/** What the settings of a plan mean to the kernel. */
final class RunSettings {
    private RunSettings() {}

    /**
     * @param spill      folder for rows beyond the memory budget
     * @param processors threads, where the settings leave the number open
     */
    static SortSettings of(Settings settings, Path spill, int processors) {
        int threads = settings.get(IngestSettings.THREADS);
        WriteSettings write = new WriteSettings(
                codec(settings.get(IngestSettings.COMPRESSION)),
                settings.get(IngestSettings.COMPRESSION_LEVEL),
                Math.toIntExact(settings.get(IngestSettings.PAGE_SIZE)),
                settings.get(IngestSettings.ROW_GROUP_SIZE),
                WriteSettings.DEFAULT.dictionaryBytes(),
                settings.get(IngestSettings.MAX_FILE_ROWS),
                WriteSettings.Encodings.CHOSEN);
        return new SortSettings(
                write,
                settings.get(IngestSettings.MEMORY_BUDGET),
                threads == 0 ? processors : threads,
                spill,
                settings.get(IngestSettings.MAX_LOCAL_RECORDS));
    }

    /**
     * As {@link #of}, for a process whose heap was not sized for the budget: at most half of the heap is used.
     *
     * @param heapBytes largest size of the heap
     */
    static SortSettings within(long heapBytes, Settings settings, Path spill, int processors) {
        SortSettings full = of(settings, spill, processors);
        long budget =
                Math.max(SortSettings.LEAST_MEMORY_BUDGET_BYTES, Math.min(full.memoryBudgetBytes(), heapBytes / 2));
        return new SortSettings(full.write(), budget, full.threads(), spill, full.mostRunRows());
    }

    private static CompressionCodec codec(IngestSettings.CompressionCodec codec) {
        return switch (codec) {
            case ZSTD -> CompressionCodec.ZSTD;
            case SNAPPY -> CompressionCodec.SNAPPY;
            case GZIP -> CompressionCodec.GZIP;
            case LZ4_RAW -> CompressionCodec.LZ4_RAW;
            case NONE -> CompressionCodec.UNCOMPRESSED;
        };
    }
}
