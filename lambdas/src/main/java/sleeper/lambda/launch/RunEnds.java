package sleeper.lambda.launch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;

/** What is told of a platform that did not run an attempt, or ended its run: what happened, and what to do about it there. */
final class RunEnds {
    private static final int MOST_FOUND = 1_000;
    private static final Pattern OUT_OF_MEMORY_POD = Pattern.compile("pod (\\S+): OOMKilled");

    private RunEnds() {}

    /** The service will not take the request. */
    static Fault refused(Wanted wanted, String error, String cause) {
        return new Fault(
                ErrorCode.PLATFORM_REFUSED,
                "the request for " + article(wanted.kind()),
                found(error + ": " + cause),
                "a request that the platform takes",
                ErrorCode.PLATFORM_REFUSED.action());
    }

    /** No offer is left. */
    static Fault noCapacity(Wanted wanted, String reason) {
        return new Fault(
                ErrorCode.NO_CAPACITY,
                "the request for " + article(wanted.kind()),
                found(reason),
                "instances of " + wanted.offerWords(wanted.offers() - 1),
                ErrorCode.NO_CAPACITY.action());
    }

    /** It was there, and is not there any more; nobody knows how far it came. */
    static Fault takenAway(Wanted wanted, String what) {
        return new Fault(
                ErrorCode.TASK_LOST,
                wanted.kind().word(),
                found("it was deleted before it was seen to end: " + what),
                "one that is left alone until it has ended",
                "Find out who deleted it, and retry the job.");
    }

    /** The service answered each request so that it was asked again, until it was too often. */
    static Fault askedInVain(Wanted wanted, int times, String error, String cause) {
        return new Fault(
                ErrorCode.UNAVAILABLE,
                "the request for " + article(wanted.kind()),
                found("in vain " + times + " times in a row, the last time " + error + ": " + cause),
                "a platform that takes it",
                "Read what the platform says, and retry the job once it takes requests.");
    }

    /** It was asked for so long ago that it would have ended, and is not to be seen. */
    static Fault hadItsTime(Wanted wanted) {
        return Fault.of(
                ErrorCode.TIMED_OUT,
                "the request for " + article(wanted.kind()),
                "neither it nor an answer after " + Wanted.LONGEST_RUN.toHours() + " hours",
                "at most " + Wanted.LONGEST_RUN.toHours() + " hours");
    }

    /** It is there, and does not come to its end. */
    static Fault tooLate(Wanted wanted, Resource found) {
        return Fault.of(
                ErrorCode.TIMED_OUT,
                named(found),
                found("still " + found.state() + words(found.reason())),
                "at most " + wanted.patience(found).toMinutes() + " minutes");
    }

    /**
     * It is over, and did not do its work.
     *
     * @param clusterOver the cluster that it ran on, if that is over too
     */
    static Fault over(Wanted wanted, Resource found, Optional<Resource> clusterOver) {
        String own = found.state() + words(found.reason());
        String text = clusterOver
                .map(cluster -> own.replaceFirst("\\.$", "") + "; its " + named(cluster) + " is " + cluster.state()
                        + words(cluster.reason()))
                .orElse(own);
        if (isBeyondApplication(found)) {
            return new Fault(
                    ErrorCode.NO_CAPACITY,
                    named(found),
                    found(text),
                    "a driver and an executor that the application has room for",
                    "Raise sleeper.bulk.import.emr.serverless.max.vcpus or sleeper.bulk.import.emr.serverless.max.memory, or ask for"
                            + " smaller workers, and retry the job.");
        }
        ErrorCode code = code(text);
        return new Fault(
                code,
                named(found),
                found(text),
                allowed(found),
                clusterOver.isPresent() && code == ErrorCode.TASK_LOST
                        ? afterCluster(wanted)
                        : action(wanted, code, text));
    }

    /** The cluster that is to run it ends, or has ended. */
    static Fault clusterOver(Wanted wanted, Resource cluster) {
        return new Fault(
                ErrorCode.TASK_LOST,
                named(cluster),
                found(cluster.state() + words(cluster.reason())),
                "one that lives as long as the job needs it",
                afterCluster(wanted));
    }

    private static String afterCluster(Wanted wanted) {
        return wanted.plan().platform().description().creates().contains(ResourceKind.EMR_CLUSTER)
                ? "See who or what ended the cluster, and retry the job."
                : "The instance's permanent cluster has ended: deploy it again and retry the job, or send the job to another"
                        + " queue.";
    }

    /** EMR Serverless gives up a run whose workers would not fit into the application's maximum though it had all of it. */
    private static boolean isBeyondApplication(Resource found) {
        return found.kind() == ResourceKind.EMR_SERVERLESS_JOB_RUN
                && (found.reason().contains("ApplicationMaxCapacityExceeded")
                        || found.reason().contains("maximumCapacity"));
    }

    private static String allowed(Resource found) {
        return found.stage() == ResourceStage.SUCCEEDED
                ? "one that lives as long as the job needs it"
                : "one that succeeds";
    }

    private static ErrorCode code(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("outofmemory")
                || lower.contains("oomkilled")
                || lower.contains("beyond the 'physical' memory")
                || lower.contains("exceeding memory limits")
                || lower.contains("running beyond physical memory")) {
            return ErrorCode.OUT_OF_MEMORY;
        }
        if (lower.contains("deadlineexceeded")) {
            return ErrorCode.TIMED_OUT;
        }
        // Kubernetes evicts a pod that fills its disk, in these words.
        return DiskSpace.saysSo(text)
                        || lower.contains("ephemeral-storage")
                        || lower.contains("ephemeral local storage usage exceeds")
                        || lower.contains("usage of emptydir volume")
                ? ErrorCode.DISK_FULL
                : ErrorCode.TASK_LOST;
    }

    /** The setting to raise is the platform's. */
    private static String action(Wanted wanted, ErrorCode code, String text) {
        String memory = switch (wanted.plan().platform().description().sizing()) {
            case SPARK_ON_EMR ->
                "sleeper.bulk.import.emr.spark.executor.memory or sleeper.bulk.import.emr.spark.yarn.executor.memory.overhead";
            case SPARK_ON_SERVERLESS -> "sleeper.table.bulk.import.emr.serverless.executor.memory";
            case SPARK_ON_KUBERNETES -> {
                String pod = "sleeper.table.bulk.import.eks." + (isOfExecutorsAlone(text) ? "executor" : "driver");
                yield pod + ".memory or " + pod + ".memory.overhead";
            }
            case TASK -> "sleeper.ingest.memory.budget";
        };
        String disk = switch (wanted.plan().platform().description().sizing()) {
            case SPARK_ON_EMR -> "take instances with more disk, or more of them";
            case SPARK_ON_SERVERLESS -> "raise sleeper.table.bulk.import.emr.serverless.executor.disk";
            case SPARK_ON_KUBERNETES -> "send fewer files a job, or to a queue of EMR: a pod of Fargate has 20 GiB";
            case TASK -> "give the task a larger disk";
        };
        return switch (code) {
            case OUT_OF_MEMORY -> "Raise " + memory + ", and retry the job.";
            case DISK_FULL -> capital(disk) + ", and retry the job.";
            case TIMED_OUT -> "Give it more executors or fewer files, and retry the job.";
            default -> "Look at its log, which says how it ended, and retry the job.";
        };
    }

    /** A Job ends with its driver; Spark makes executors anew. Pods are named as the Job's reason names them. */
    private static boolean isOfExecutorsAlone(String text) {
        List<String> pods = OUT_OF_MEMORY_POD
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
        return !pods.isEmpty() && pods.stream().allMatch(pod -> pod.matches(".*-exec-\\d+"));
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String article(ResourceKind kind) {
        return switch (kind) {
            case ECS_TASK -> "an ECS task";
            case EMR_CLUSTER -> "an EMR cluster";
            case EMR_STEP -> "a step";
            case EMR_SERVERLESS_JOB_RUN -> "a job run of EMR Serverless";
            case KUBERNETES_JOB -> "a Job of Kubernetes";
        };
    }

    private static String named(Resource found) {
        return found.kind().word() + " " + found.id();
    }

    private static String words(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String found(String text) {
        // Masked before it is cut: half of a secret is not known for one.
        String shown = Secrets.masked(text);
        return shown.length() <= MOST_FOUND ? shown : UnicodeText.cut(shown, MOST_FOUND) + "…";
    }
}
