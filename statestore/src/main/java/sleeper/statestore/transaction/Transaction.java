package sleeper.statestore.transaction;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;

/**
 * One change of a table. Closed: each new kind must decide when it is refused, what it does to the state, and how it is stored.
 * The stored type names are those of {@code TransactionJson} and survive a renaming of the class.
 */
public sealed interface Transaction {
    /**
     * Creates the table.
     *
     * @param incarnation which table of the name it is; never used before
     */
    record CreateTable(String incarnation, Schema schema, PartitionTree partitions) implements Transaction {
        public CreateTable {
            Require.notBlank("incarnation", incarnation);
            Require.notNull("schema", schema);
            Require.notNull("partitions", partitions);
            Require.that(
                    partitions.dimensions() == schema.rowKeyFields().size(),
                    "the partition tree has " + partitions.dimensions() + " dimensions for "
                            + schema.rowKeyFields().size() + " row key fields");
        }
    }

    /** Drops the table, its rows with it. Jobs already decided stay so. */
    record DropTable(String incarnation) implements Transaction {
        public DropTable {
            Require.notBlank("incarnation", incarnation);
        }
    }

    /** What decides an attempt at a job. */
    sealed interface OfAttempt extends Transaction {
        AttemptId attempt();

        /** @return digest of the job's canonical document */
        String digest();
    }

    /**
     * Commits an attempt: all its files, at once.
     *
     * @param incarnation  the table the job was planned for
     * @param manifestHash names the manifest the files are of
     * @param files        may be empty, where the inputs held no rows
     */
    record AddFiles(AttemptId attempt, String digest, String incarnation, String manifestHash, List<DataFile> files)
            implements OfAttempt {
        public AddFiles {
            Require.notNull("attempt", attempt);
            Require.notBlank("digest", digest);
            Require.notBlank("incarnation", incarnation);
            Require.notBlank("manifestHash", manifestHash);
            files = List.copyOf(files);
        }
    }

    /**
     * Excludes an attempt and those before it: none of them can commit any more.
     *
     * @param reason why
     */
    record ExcludeAttempt(AttemptId attempt, String digest, Reason reason) implements OfAttempt {
        public ExcludeAttempt {
            Require.notNull("attempt", attempt);
            Require.notBlank("digest", digest);
            Require.notNull("reason", reason);
        }
    }

    /**
     * Why an attempt was excluded.
     *
     * @param status {@link JobStatus#FAILED} or {@link JobStatus#ABORTED}
     * @param code   the code of its first fault
     * @param text   a sentence for people; halves of surrogate pairs in it become question marks
     */
    record Reason(JobStatus status, ErrorCode code, String text) {
        /** Longest text that is kept; what is longer is cut. */
        public static final int MAX_TEXT_LENGTH = 1_000;

        public Reason {
            Require.that(
                    status == JobStatus.FAILED || status == JobStatus.ABORTED, "not a status of a failure: " + status);
            Require.notNull("code", code);
            Require.notNull("text", text);
            text = wellFormed(text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH));
        }

        /** Half a surrogate pair, as a cut leaves it, cannot be written as UTF-8: it would come back as another text. */
        private static String wellFormed(String text) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }

    /**
     * Cuts leaves in two, one cut after another; a later one may cut what an earlier one made. All or none.
     *
     * @param cuts one or more
     */
    record SplitPartitions(String incarnation, List<LeafCut> cuts) implements Transaction {
        public SplitPartitions {
            Require.notBlank("incarnation", incarnation);
            cuts = Require.notEmpty("cuts", cuts);
        }
    }

    /**
     * Adds a value field at the end of the schema; rows of older files have nulls in it.
     *
     * @param field nullable
     */
    record AddField(String incarnation, Field field) implements Transaction {
        public AddField {
            Require.notBlank("incarnation", incarnation);
            Require.notNull("field", field);
        }
    }
}
