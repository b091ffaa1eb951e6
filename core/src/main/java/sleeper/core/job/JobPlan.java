package sleeper.core.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Schema;
import sleeper.core.source.LeftOut;
import sleeper.core.source.LeftOutTally;
import sleeper.core.table.TableName;
import sleeper.core.util.Require;

/**
 * What validation decided about one attempt: all that a run needs to know, fixed before anything is billed.
 *
 * @param attempt      the attempt
 * @param digest       digest of the job's canonical document
 * @param table        the table
 * @param incarnation  which table of that name; a commit to another is refused
 * @param schema       its schema
 * @param partitions   its partitions as they were; files are cut for these
 * @param platform     where the job runs
 * @param reasons      why there, in sentences
 * @param warnings     what the sender should know, in sentences
 * @param inputs       the input files, pinned, in the order read
 * @param unresolved   sources that only the run's driver can reach, as URIs: it lists, checks and pins them before it writes anything
 * @param leftOut      what lies below the paths that the job names and is not read, in the order of the reasons
 * @param settings     every setting of the run that was resolved for it, by property name; sorted
 * @param sparkConf    Spark properties of the run; sorted
 * @param className    the Spark algorithm, on Spark
 * @param estimate     what the run is expected to take and cost; empty where nobody estimated it
 */
public record JobPlan(
        AttemptId attempt,
        String digest,
        TableName table,
        String incarnation,
        Schema schema,
        PartitionTree partitions,
        Platform platform,
        List<String> reasons,
        List<String> warnings,
        List<InputFile> inputs,
        List<String> unresolved,
        List<LeftOut> leftOut,
        Map<String, String> settings,
        Map<String, String> sparkConf,
        Optional<String> className,
        Optional<RunEstimate> estimate) {
    public JobPlan {
        Require.notNull("attempt", attempt);
        Require.notBlank("digest", digest);
        Require.notNull("table", table);
        Require.notBlank("incarnation", incarnation);
        Require.notNull("schema", schema);
        Require.notNull("partitions", partitions);
        Require.notNull("platform", platform);
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
        inputs = List.copyOf(inputs);
        unresolved = List.copyOf(unresolved);
        leftOut = List.copyOf(leftOut);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        sparkConf = Collections.unmodifiableMap(new TreeMap<>(sparkConf));
        Require.notNull("className", className);
        Require.notNull("estimate", estimate);
    }

    /** A plan that nobody estimated. */
    public JobPlan(
            AttemptId attempt,
            String digest,
            TableName table,
            String incarnation,
            Schema schema,
            PartitionTree partitions,
            Platform platform,
            List<String> reasons,
            List<String> warnings,
            List<InputFile> inputs,
            List<String> unresolved,
            List<LeftOut> leftOut,
            Map<String, String> settings,
            Map<String, String> sparkConf,
            Optional<String> className) {
        this(
                attempt,
                digest,
                table,
                incarnation,
                schema,
                partitions,
                platform,
                reasons,
                warnings,
                inputs,
                unresolved,
                leftOut,
                settings,
                sparkConf,
                className,
                Optional.empty());
    }

    /**
     * @param found  the files that its unresolved sources hold, pinned; read after those that validation found
     * @param more   what lies below those sources and is not read
     * @param others what the sender should know of them, in sentences
     * @return the resolved plan, which leaves nothing to the driver
     */
    public JobPlan resolved(List<InputFile> found, List<LeftOut> more, List<String> others) {
        List<InputFile> allInputs = new ArrayList<>(inputs);
        allInputs.addAll(found);
        List<String> allWarnings = new ArrayList<>(warnings);
        allWarnings.addAll(others);
        LeftOutTally all = new LeftOutTally();
        leftOut.forEach(all::add);
        more.forEach(all::add);
        return new JobPlan(
                attempt,
                digest,
                table,
                incarnation,
                schema,
                partitions,
                platform,
                reasons,
                allWarnings,
                allInputs,
                List.of(),
                all.toList(),
                settings,
                sparkConf,
                className,
                estimate);
    }

    /** @return the same plan, of another attempt at the job */
    public JobPlan forAttempt(AttemptId another) {
        return with(another, partitions, warnings);
    }

    /** @return the same plan with more warnings behind its own */
    public JobPlan withWarnings(List<String> more) {
        return withPartitions(partitions, more);
    }

    /** @return the same plan, by which files are cut for other partitions, with more warnings behind its own */
    public JobPlan withPartitions(PartitionTree others, List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return with(attempt, others, all);
    }

    private JobPlan with(AttemptId theAttempt, PartitionTree thePartitions, List<String> allWarnings) {
        return new JobPlan(
                theAttempt,
                digest,
                table,
                incarnation,
                schema,
                thePartitions,
                platform,
                reasons,
                allWarnings,
                inputs,
                unresolved,
                leftOut,
                settings,
                sparkConf,
                className,
                estimate);
    }

    /**
     * @return all that people are told of the plan: a sentence for each source that is left to the run, one for each kind of what is
     *     left out and may hold rows, and the warnings
     */
    public List<String> advice() {
        Stream<String> toTheRun = unresolved.stream()
                .map(source ->
                        source + " is in no bucket: the run lists, checks and pins it before it writes anything.");
        Stream<String> lost =
                leftOut.stream().filter(some -> some.reason().warns()).map(some -> "not read: " + some.words());
        return Stream.of(toTheRun, lost, warnings.stream())
                .flatMap(Function.identity())
                .toList();
    }

    /** @return rows of all inputs, by their footers */
    public long inputRows() {
        return inputs.stream().mapToLong(InputFile::rowCount).sum();
    }
}
