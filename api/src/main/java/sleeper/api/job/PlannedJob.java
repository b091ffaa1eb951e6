package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.LeftOutJson;
import sleeper.core.job.json.RunEstimateJson;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.SparkSite;
import sleeper.core.launch.json.LaunchRequests;
import sleeper.core.util.Amounts;

/**
 * What a job would come to.
 *
 * @param plan              what would be decided about it
 * @param spark             what the deployment has for runs on Spark
 * @param warnings          what to know before it is sent, in sentences
 * @param withoutChecksums  files whose pages carry no checksums
 * @param partitionsTouched leaves into which its rows may fall, at most
 * @param files             that it would write, at most
 * @param puts              requests that these and the commit take, at most
 * @param cores             on which the time is reckoned
 */
public record PlannedJob(
        JobPlan plan,
        SparkSite spark,
        List<String> warnings,
        List<String> withoutChecksums,
        int partitionsTouched,
        long files,
        long puts,
        int cores) {
    /** What one core sorts and writes: narrow rows from a warm disk, and wide ones or a busy machine. */
    private static final long MOST_ROWS_PER_SECOND_AND_CORE = 1_000_000;

    private static final long LEAST_ROWS_PER_SECOND_AND_CORE = 100_000;

    /** From the message to a task that reads, and from its end to the commit. */
    private static final Duration LEAST_OVERHEAD = Duration.ofSeconds(2);

    private static final Duration MOST_OVERHEAD = Duration.ofSeconds(10);

    /** As much on Spark: its driver and executors are Java machines that start, and are ended, with the job. */
    private static final Duration LEAST_OVERHEAD_ON_SPARK = Duration.ofSeconds(10);

    private static final Duration MOST_OVERHEAD_ON_SPARK = Duration.ofSeconds(90);

    public PlannedJob {
        warnings = List.copyOf(warnings);
        withoutChecksums = List.copyOf(withoutChecksums);
    }

    public Duration least() {
        return leastOverhead().plus(sorting(MOST_ROWS_PER_SECOND_AND_CORE));
    }

    public Duration most() {
        return mostOverhead().plus(sorting(LEAST_ROWS_PER_SECOND_AND_CORE));
    }

    private Duration leastOverhead() {
        return plan.platform().isSpark() ? LEAST_OVERHEAD_ON_SPARK : LEAST_OVERHEAD;
    }

    private Duration mostOverhead() {
        return plan.platform().isSpark() ? MOST_OVERHEAD_ON_SPARK : MOST_OVERHEAD;
    }

    private Duration sorting(long rowsPerSecondAndCore) {
        return Duration.ofSeconds(plan.inputRows() / (rowsPerSecondAndCore * cores));
    }

    public String timeRestsOn() {
        return "%s to %s rows/s on each of %s, and %s to %s around them"
                .formatted(
                        Amounts.count(LEAST_ROWS_PER_SECOND_AND_CORE),
                        Amounts.count(MOST_ROWS_PER_SECOND_AND_CORE),
                        Amounts.count(cores, "core"),
                        leastOverhead().toSeconds(),
                        Amounts.count(mostOverhead().toSeconds(), "second"));
    }

    public long inputBytes() {
        return plan.inputs().stream()
                .mapToLong(input -> input.version().lengthBytes())
                .sum();
    }

    /** @return the same for programs, with {@code "ok": true} and no faults */
    public ObjectNode toJson() {
        ObjectNode json = StoredJson.object()
                .put("ok", true)
                .put("table", plan.table().value())
                .put("platform", plan.platform().word());
        json.set("reasons", StoredJson.texts(plan.reasons()));
        plan.estimate().ifPresent(found -> json.set("estimate", RunEstimateJson.toJson(found)));
        json.put("inputFiles", plan.inputs().size())
                .put("inputRows", plan.inputRows())
                .put("inputBytes", inputBytes())
                .put("filesWithoutChecksums", withoutChecksums.size())
                .put("partitions", plan.partitions().leaves().size())
                .put("partitionsTouched", partitionsTouched)
                .put("files", files)
                .put("puts", puts)
                .put("secondsLeast", least().toSeconds())
                .put("secondsMost", most().toSeconds())
                .put("timeRestsOn", timeRestsOn());
        json.set("unresolved", StoredJson.texts(plan.unresolved()));
        json.set("leftOut", LeftOutJson.toJson(plan.leftOut()));
        json.set("warnings", StoredJson.texts(warnings));
        json.set("requests", LaunchRequests.first(plan, spark));
        json.putArray("faults");
        return json;
    }
}
