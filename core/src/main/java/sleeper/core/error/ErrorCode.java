package sleeper.core.error;

/**
 * The catalogue of error codes. Messages, the reference page and the command's JSON all name these; a code once published
 * keeps its meaning.
 */
public enum ErrorCode {
    BAD_COMMAND_LINE(
            ErrorFamily.REQUEST,
            "A command, option or argument is not one that 'sleeper' takes.",
            "See the command's --help."),
    MALFORMED_JSON(ErrorFamily.REQUEST, "The document is not JSON.", "Mend the text at the line and column given."),
    UNKNOWN_FIELD(
            ErrorFamily.REQUEST, "A field is not part of the document.", "Use the nearest known field, or remove it."),
    MISSING_FIELD(ErrorFamily.REQUEST, "A field that must be given is not there.", "Add the field."),
    DUPLICATE_FIELD(ErrorFamily.REQUEST, "An object has the same field twice.", "Name each field once."),
    WRONG_TYPE(ErrorFamily.REQUEST, "A value has another JSON type than its field.", "Give a value of the type named."),
    UNKNOWN_PROPERTY(
            ErrorFamily.REQUEST,
            "A property does not exist or may not be set here.",
            "Use the nearest known property of the settings page."),
    VALUE_OUT_OF_RANGE(
            ErrorFamily.REQUEST, "A value is outside its allowed range.", "Give a value inside the range named."),
    BAD_ID(
            ErrorFamily.REQUEST,
            "An id or name has characters or a length that are not allowed.",
            "Use letters, digits, '_' and '-'; at most 63 characters for a job, 64 for a table."),
    JOB_ID_CONFLICT(
            ErrorFamily.REQUEST,
            "Another job with this id and another body exists.",
            "Send the job under an id of its own, or leave the id out."),
    UNKNOWN_TABLE(
            ErrorFamily.REQUEST,
            "The table does not exist.",
            "Create it with 'sleeper table create', or correct the name."),
    TABLE_EXISTS(
            ErrorFamily.REQUEST,
            "A table of this name exists already.",
            "Choose another name, or drop the table first."),
    UNKNOWN_ADDRESS(
            ErrorFamily.REQUEST,
            "The API has nothing at this address, or nothing for this method.",
            "See docs/reference/api.md for what there is."),
    NOT_AUTHORIZED(
            ErrorFamily.INSTANCE,
            "A request brought no key, or one that is not known.",
            "Open the console anew with 'sleeper console'. A program sends the token of local.json."),
    UNKNOWN_JOB(ErrorFamily.REQUEST, "No job has this id.", "List the jobs with 'sleeper jobs'."),
    UNKNOWN_MESSAGE(
            ErrorFamily.REQUEST, "No dead letter has this id.", "List the dead letters with 'sleeper dead-letters'."),
    WRONG_STATUS(
            ErrorFamily.REQUEST, "The job's status does not allow this.", "Look at the job with 'sleeper jobs ID'."),
    NO_FILES(
            ErrorFamily.REQUEST,
            "The job names no file, or a directory or pattern under which none is read.",
            "Name at least one Parquet file or a directory that holds one."),
    BAD_FILE_PATH(
            ErrorFamily.REQUEST,
            "A path is not one that a job may name.",
            "Write it as bucket/key or s3://bucket/key, in full."),
    FILE_NOT_FOUND(
            ErrorFamily.REQUEST,
            "An input file does not exist.",
            "Upload the file or correct its path, then send the job again."),
    FILE_FORBIDDEN(
            ErrorFamily.INSTANCE,
            "An input file may not be read.",
            "Grant the instance's ingest role read access to the file."),
    SOURCE_NOT_ALLOWED(
            ErrorFamily.INSTANCE,
            "An input file lies outside the table's allowed sources.",
            "Move the file, or widen sleeper.table.allowed.sources."),
    INSTANCE_BUCKET(
            ErrorFamily.REQUEST,
            "A path lies in a bucket, or in a table, of an instance itself.",
            "Load the files that the table was loaded from; 'sleeper jobs' names them."),
    TABLE_FORMAT_NOT_READ(
            ErrorFamily.REQUEST,
            "A folder is that of a Delta, Iceberg or Hudi table, or lies in one; such a table's log alone says which files are live.",
            "Export the table to plain Parquet files and load those, or write the names of its live files into the job,"
                    + " one by one."),
    DUPLICATE_FILE(ErrorFamily.REQUEST, "The same input file is named twice.", "Name each file once."),
    NOT_PARQUET(ErrorFamily.REQUEST, "An input file is not Parquet.", "Write the file as Parquet."),
    CORRUPT_FILE(ErrorFamily.REQUEST, "An input file is damaged.", "Write the file again from its source."),
    COMPRESSION_NOT_READ(
            ErrorFamily.REQUEST,
            "An input file is compressed in a way that is not read.",
            "Write the file with ZSTD, Snappy, GZIP, LZ4, Brotli or no compression."),
    LIMIT_EXCEEDED(
            ErrorFamily.REQUEST,
            "An input file or document is larger than a limit that protects the run.",
            "Write smaller pages, values or files, or fewer files a job."),
    SCHEMA_MISMATCH(
            ErrorFamily.REQUEST,
            "An input file's columns are not the table's.",
            "Write the file with the table's columns; 'sleeper check FILE --table T' shows the difference."),
    BAD_FOLDER_VALUE(
            ErrorFamily.REQUEST,
            "A folder named field=value, which lies above an input file, gives the table's field no value that it can have.",
            "Rename the folder, or move the file to where no folder names the field."),
    NULL_VALUE(
            ErrorFamily.REQUEST,
            "A required field holds a null.",
            "Remove or fill the null; a value field, which is no key, may be made nullable instead."),
    BAD_SCHEMA(ErrorFamily.REQUEST, "A table's schema is not valid.", "Mend the schema as the message says."),
    BAD_SPLIT_POINTS(
            ErrorFamily.REQUEST,
            "A table's split points are not valid.",
            "Mend the split-points file as the message says."),
    INPUT_CHANGED(
            ErrorFamily.RUN,
            "An input file was replaced or removed after the job was validated.",
            "Leave the file in place until the job has ended, and retry the job."),
    PLATFORM_NOT_DEPLOYED(
            ErrorFamily.INSTANCE,
            "The job's platform is not deployed on this instance.",
            "Send the job to a queue of a deployed platform, or deploy the platform."),
    TOO_FEW_PARTITIONS(
            ErrorFamily.REQUEST,
            "The table has fewer leaf partitions than a bulk import needs.",
            "Create the table with more split points, or allow pre-splitting."),
    SPARK_CONF_NOT_ALLOWED(
            ErrorFamily.REQUEST,
            "A Spark property may not be set by a job.",
            "Remove it, or have the operator widen sleeper.bulk.import.spark.conf.allowed."),
    CLASS_NOT_ALLOWED(
            ErrorFamily.REQUEST,
            "The class name is not one of the shipped algorithms.",
            "Use one of the class names listed, or leave it out."),
    SIZE_NOT_AVAILABLE(
            ErrorFamily.REQUEST, "The platform has no machine of the size asked for.", "Use the nearest size named."),
    NO_CAPACITY(
            ErrorFamily.RUN,
            "The platform has no machines of the types asked for.",
            "Retry the job later, or name more instance types in sleeper.table.bulk.import.emr.executor.instance.types."),
    PLATFORM_REFUSED(
            ErrorFamily.INSTANCE,
            "The platform does not take the request that was made for the job.",
            "Read what the platform says; a size or type is the job's or the table's to change, a right or a network the"
                    + " deployment's."),
    DISK_FULL(
            ErrorFamily.RUN,
            "The disk ran out of space.",
            "Free space or give the task a larger disk, and retry the job."),
    OUT_OF_MEMORY(
            ErrorFamily.RUN,
            "The process ran out of memory.",
            "Give the task more memory or lower sleeper.ingest.memory.budget, and retry the job."),
    TASK_LOST(
            ErrorFamily.RUN,
            "The process that ran the job ended without a result.",
            "Retry the job; the task's log shows how it ended."),
    TIMED_OUT(ErrorFamily.RUN, "A step took longer than it may.", "Retry the job, or send it to a larger platform."),
    ABORTED(ErrorFamily.RUN, "A person stopped the job.", "Retry the job when wanted."),
    CANCELLED(ErrorFamily.RUN, "The work was interrupted before its end.", "Retry the job when wanted."),
    COMMIT_CONTENTION(
            ErrorFamily.RUN, "The commit lost the race for a place in the table's log too often.", "Retry the job."),
    SUPERSEDED(
            ErrorFamily.RUN,
            "Another run of this job's attempt was there first, or the attempt was given up.",
            "Nothing: the log holds the outcome."),
    LOG_CORRUPT(
            ErrorFamily.DATA,
            "The table's commit log is damaged.",
            "Stop writing to the table and restore the log's objects from a copy; 'sleeper verify' names them."),
    DATA_CORRUPT(
            ErrorFamily.DATA,
            "A data file of the table is missing or is not what was committed.",
            "Restore the file from a copy; 'sleeper verify' names it."),
    VERSION_TOO_OLD(
            ErrorFamily.INSTANCE,
            "Something stored was written by a newer version of the program than the one that runs.",
            "Run the newer version; the data is not damaged."),
    UNAVAILABLE(ErrorFamily.RUN, "A service or the store did not answer.", "Try again; nothing was changed."),
    OUTCOME_UNKNOWN(
            ErrorFamily.RUN,
            "It is not known whether a write happened.",
            "Look first: 'sleeper jobs ID' shows what the log says."),
    INTERNAL(ErrorFamily.RUN, "A fault of the program itself.", "Report it with the log.");

    private final ErrorFamily family;
    private final String meaning;
    private final String action;

    ErrorCode(ErrorFamily family, String meaning, String action) {
        this.family = family;
        this.meaning = meaning;
        this.action = action;
    }

    public ErrorFamily family() {
        return family;
    }

    /** @return one sentence: what the code means */
    public String meaning() {
        return meaning;
    }

    /** @return one sentence: what to do, where the place that found the fault has nothing better to say */
    public String action() {
        return action;
    }
}
