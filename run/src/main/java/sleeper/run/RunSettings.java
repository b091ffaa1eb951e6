package sleeper.run;

import java.nio.file.Path;
import org.apache.parquet.format.CompressionCodec;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;

/** What the settings of a plan mean to the kernel. */
public final class RunSettings {
    private RunSettings() {}

    /**
     * @param spill      folder for rows beyond the memory budget
     * @param processors threads, where the settings leave the number open
     * @param mostBytes  most memory that sorting may hold, whatever the settings allow
     */
    private static SortSettings of(Settings settings, Path spill, int processors, long mostBytes) {
        int threads = settings.get(IngestSettings.THREADS);
        return new SortSettings(
                writeSettings(settings),
                Math.max(
                        SortSettings.LEAST_MEMORY_BUDGET_BYTES,
                        Math.min(settings.get(IngestSettings.MEMORY_BUDGET), mostBytes)),
                threads == 0 ? processors : threads,
                spill,
                settings.get(IngestSettings.MAX_LOCAL_RECORDS));
    }

    /** @return how files are written */
    public static WriteSettings writeSettings(Settings settings) {
        return WriteSettings.builder()
                .codec(codec(settings.get(IngestSettings.COMPRESSION)), settings.get(IngestSettings.COMPRESSION_LEVEL))
                .pageBytes(Math.toIntExact(settings.get(IngestSettings.PAGE_SIZE)))
                .rowGroupBytes(settings.get(IngestSettings.ROW_GROUP_SIZE))
                .maxFileRows(settings.get(IngestSettings.MAX_FILE_ROWS))
                .build();
    }

    /** For a process of its own, whose heap should have been sized for the budget: what a smaller one holds is used. */
    public static SortSettings ofTask(Settings settings, Path spill, Runtime machine) {
        return of(settings, spill, machine.availableProcessors(), machine.maxMemory() / 8 * 7);
    }

    /** For a process that does other things too, and whose heap was not sized for the budget: half of it is used. */
    public static SortSettings ofGuest(Settings settings, Path spill, Runtime machine) {
        return of(settings, spill, machine.availableProcessors(), machine.maxMemory() / 2);
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
