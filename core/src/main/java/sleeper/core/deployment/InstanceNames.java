package sleeper.core.deployment;

import java.util.List;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.Require;

/**
 * The names of what a deployed instance owns. All of them are known before anything is made, so that whatever refers to another thing
 * can be made before it. No two instances of one account and region share a name.
 *
 * @param id of the instance
 */
public record InstanceNames(String id) {
    /** Where functions are called, so that a version is published and its snapshot used. */
    public static final String ALIAS = "live";

    /** What its state machines do, as their files are called. */
    public static final List<String> STATE_MACHINES = List.of("ingest-job", "reap-job", "maintain-table");

    public InstanceNames {
        Require.notBlank("id", id);
    }

    /** @return the CloudFormation stack, and the EKS cluster */
    public String stack() {
        return "sleeper-" + id;
    }

    /** @return the stack's description, by which it is told from another stack of the name */
    public String stackDescription() {
        return "Sleeper Workflows, instance " + id;
    }

    /** @param what a bucket is for: {@code config}, {@code data}, {@code input}, {@code jobs}, {@code logs} or {@code uploads} */
    public String bucket(String what) {
        return named(what);
    }

    /** @return where clients of a deployed instance put files: the bucket that is set, else one that the deployment makes */
    public String uploadBucket(Settings ofInstance) {
        return ofInstance.find(InstanceSettings.UPLOAD_BUCKET).orElseGet(() -> bucket("uploads"));
    }

    /** @param what a table of DynamoDB is for: {@code log} or {@code state} */
    public String table(String what) {
        return named(what);
    }

    /** @param word as the lambdas' catalogue of functions has it */
    public String function(String word) {
        return named(word);
    }

    /** @param machineName one of {@link #STATE_MACHINES} */
    public String stateMachine(String machineName) {
        return named(machineName);
    }

    /** @param word as the catalogue of permissions has it */
    public String role(String word) {
        return named(word);
    }

    /** @return the queue that jobs are sent to; the guide names that of the permanent cluster */
    public String queue(JobQueue queue) {
        return id + "-" + queue.queueName() + "Q";
    }

    /** @return where the messages of a queue go that nobody can act on */
    public String deadLetterQueue(JobQueue queue) {
        return id + "-" + queue.queueName() + "DLQ";
    }

    /** @return where what the rule and the schedules could not start is kept */
    public String undeliveredQueue() {
        return named("undelivered");
    }

    /** @return the rule on executions that something else must clean up after */
    public String reapRule() {
        return named("unreaped");
    }

    /** @return the rule on executions whose tables other engines are to see */
    public String publishRule() {
        return named("committed");
    }

    /** @return the database of the Glue Data Catalog that lists the tables; Athena takes no hyphen in a name without quotes */
    public String viewDatabase() {
        return "sleeper_" + id.replace('-', '_');
    }

    /** @param what it is raised for */
    public String alarm(String what) {
        return named(what);
    }

    public String errorsTopic() {
        return named("errors");
    }

    /** @return the ECS cluster of the ingest task; the guide names it */
    public String ingestCluster() {
        return named("ingest-cluster");
    }

    public String ingestTaskFamily() {
        return named("ingest-task");
    }

    public String eksCluster() {
        return stack();
    }

    /** @return the namespace of the Spark pods; the guide names it */
    public String eksNamespace() {
        return named("bulk-import");
    }

    /**
     * @param executionName of an attempt
     * @return its EMR cluster; the dot is in neither of the two that it parts, so that no other instance has a cluster of the name
     */
    public String jobCluster(String executionName) {
        return stack() + "." + executionName;
    }

    /** @return the permanent EMR cluster */
    public String permanentCluster() {
        return named("persistentEMR");
    }

    /**
     * @param version of what is deployed; jobs that were planned before find the jars of theirs
     * @return URI of the Spark job's jars, up to the word that each ends with
     */
    public String sparkJars(String version) {
        return "s3://" + bucket("config") + "/jars/sleeper-spark-job-" + version;
    }

    private String named(String what) {
        return "sleeper-" + id + "-" + what;
    }
}
