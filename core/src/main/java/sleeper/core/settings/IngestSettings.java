package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofInstance;
import static sleeper.core.settings.SettingBuilder.ofTable;
import static sleeper.core.settings.SettingBuilder.ofTableOnly;

import java.time.Duration;
import java.util.List;
import sleeper.core.platform.JobSettings;

/** How input is taken in: where it may come from, what it may be, and what a run may use. */
public final class IngestSettings {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;

    /** What is done about a file that another job has loaded. */
    public enum DuplicateFiles {
        /** The plan names the earlier job. */
        WARN,
        /** The job is refused. */
        REJECT
    }

    public static final Setting<String> SOURCE_BUCKET = ofInstance("sleeper.ingest.source.bucket", SettingType.STRING)
            .matching("a bucket's name", "[A-Za-z0-9._-]{1,255}")
            .readBy(SettingReader.DEPLOYMENT, SettingReader.VALIDATION)
            .meaning("The bucket that input files lie in; deployment grants the instance's roles read access to it.");

    public static final Setting<List<String>> ALLOWED_SOURCES = ofTableOnly("allowed.sources", SettingType.LIST)
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "Buckets, or prefixes as bucket/prefix or hdfs://host/prefix, that jobs of this table may read. Left out:"
                            + " the bucket of sleeper.ingest.source.bucket; on the embedded run any bucket under its home.");

    public static final Setting<DuplicateFiles> DUPLICATE_FILES = ofInstance(
                    "sleeper.ingest.duplicate.files", SettingType.ofEnum(DuplicateFiles.class))
            .defaultValue(DuplicateFiles.WARN)
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "What is done about an input file that an earlier job has loaded into the table: warn names that job in"
                            + " the plan, reject refuses the job.");

    /** What is done about a file's column that the table has no field for. */
    public enum ExtraColumns {
        /** The file is refused. */
        REFUSE,
        /** The column is not loaded, and the plan says so. */
        IGNORE
    }

    public static final Setting<ExtraColumns> EXTRA_COLUMNS = ofTable(
                    "ingest.extra.columns", SettingType.ofEnum(ExtraColumns.class))
            .defaultValue(ExtraColumns.REFUSE)
            .readBy(SettingReader.VALIDATION, SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning(
                    "What is done about a column of an input file that the table has no field for: refuse refuses the file,"
                            + " ignore leaves the column out, of whatever type it is, and the plan says so.");

    /** What is done about a nullable value field that a file lacks. */
    public enum MissingColumns {
        /** The file is refused. */
        REFUSE,
        /** Its rows get nulls, and the plan says so. */
        NULL
    }

    public static final Setting<MissingColumns> MISSING_COLUMNS = ofTable(
                    "ingest.missing.columns", SettingType.ofEnum(MissingColumns.class))
            .defaultValue(MissingColumns.REFUSE)
            .readBy(SettingReader.VALIDATION, SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning(
                    "What is done about a nullable field that an input file has no column for, and no folder a value: refuse"
                            + " refuses the file, null gives each of its rows a null, and the plan says so. Keys and other required"
                            + " fields cannot be missing.");

    public static final Setting<Integer> MAX_FILES = between(
                    ofInstance("sleeper.ingest.max.files", SettingType.INT), 1, 100_000)
            .unit("files")
            .defaultValue(10_000)
            .readBy(SettingReader.VALIDATION)
            .meaning("Most input files of one job, directories expanded.");

    public static final Setting<Long> MEMORY_BUDGET = between(
                    ofInstance("sleeper.ingest.memory.budget", SettingType.BYTES), 64 * MIB, TIB)
            .unit("bytes")
            .defaultValue(GIB)
            .readBy(SettingReader.DEPLOYMENT, SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning(
                    "Memory that sorting may hold; what does not fit is spilled to disk. Sized by this, not by the input.");

    public static final Setting<Long> MAX_LOCAL_RECORDS = between(
                    ofInstance("sleeper.ingest.max.local.records", SettingType.LONG), 1_000, 1_000_000_000_000L)
            .unit("rows")
            .defaultValue(100_000_000L)
            .readBy(SettingReader.INGEST_TASK)
            .meaning(
                    "That many rows make a sorted local run at the latest; a job's rows still appear together, one file a leaf.");

    public static final Setting<Integer> THREADS = between(
                    ofInstance("sleeper.ingest.threads", SettingType.INT), 0, 256)
            .unit("threads")
            .defaultValue(0)
            .readBy(SettingReader.INGEST_TASK)
            .meaning("Threads of an ingest task; 0 for as many as it has processors.");

    public static final Setting<Duration> TASK_TIMEOUT = between(
                    ofInstance("sleeper.ingest.task.timeout", SettingType.DURATION),
                    Duration.ofMinutes(1),
                    Duration.ofDays(1))
            .unit("time")
            .defaultValue(Duration.ofDays(1))
            .readBy(SettingReader.INGEST_TASK)
            .meaning("After that long an ingest task gives up and its attempt fails with TIMED_OUT.");

    public static final Setting<Duration> EXCLUSION_POLL = between(
                    ofInstance("sleeper.ingest.exclusion.poll.interval", SettingType.DURATION),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10))
            .unit("time")
            .defaultValue(Duration.ofSeconds(30))
            .readBy(SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning("How often a run looks whether its attempt has been given up.");

    /** How output pages are compressed. */
    public enum CompressionCodec {
        ZSTD,
        SNAPPY,
        GZIP,
        LZ4_RAW,
        NONE
    }

    public static final Setting<CompressionCodec> COMPRESSION = ofTable(
                    "parquet.compression.codec", SettingType.ofEnum(CompressionCodec.class))
            .ofJobs(JobSettings.FILES)
            .defaultValue(CompressionCodec.ZSTD)
            .readBy(SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning("How the table's files are compressed.");

    public static final Setting<Integer> COMPRESSION_LEVEL = between(
                    ofTable("parquet.compression.level", SettingType.INT), 1, 22)
            .ofJobs(JobSettings.FILES)
            .defaultValue(3)
            .readBy(SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning("How hard zstd tries; the other codecs have no levels.");

    public static final Setting<Long> PAGE_SIZE = between(
                    ofTable("parquet.page.size", SettingType.BYTES), KIB, 64 * MIB)
            .ofJobs(JobSettings.FILES)
            .unit("bytes")
            .defaultValue(MIB)
            .readBy(SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning("Size of a data page before compression; smaller pages let a query skip more.");

    public static final Setting<Long> ROW_GROUP_SIZE = between(
                    ofTable("parquet.row.group.size", SettingType.BYTES), MIB, 2 * GIB)
            .ofJobs(JobSettings.FILES)
            .unit("bytes")
            .defaultValue(128 * MIB)
            .readBy(SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning("Size of a row group before compression.");

    public static final Setting<Long> MAX_FILE_ROWS = between(
                    ofTable("max.file.rows", SettingType.LONG), 1_000, 1_000_000_000_000L)
            .ofJobs(JobSettings.FILES)
            .unit("rows")
            .defaultValue(1_000_000_000L)
            .readBy(SettingReader.INGEST_TASK, SettingReader.SPARK_JOB)
            .meaning(
                    "Above that many rows a leaf's data of one job is cut into several files, each going on where the one before ends.");

    private IngestSettings() {}

    static List<SettingGroup> groups() {
        return List.of(
                new SettingGroup(
                        "Input",
                        List.of(
                                SOURCE_BUCKET,
                                ALLOWED_SOURCES,
                                DUPLICATE_FILES,
                                EXTRA_COLUMNS,
                                MISSING_COLUMNS,
                                MAX_FILES)),
                new SettingGroup(
                        "Runs", List.of(MEMORY_BUDGET, MAX_LOCAL_RECORDS, THREADS, TASK_TIMEOUT, EXCLUSION_POLL)),
                new SettingGroup(
                        "Output files",
                        List.of(COMPRESSION, COMPRESSION_LEVEL, PAGE_SIZE, ROW_GROUP_SIZE, MAX_FILE_ROWS)));
    }
}
