package sleeper.local.task.eks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.eks.api.Api;
import sleeper.local.task.eks.kubelet.Images;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.Deletion;
import sleeper.local.task.eks.objects.Deletion.Policy;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;
import sleeper.stepfunctions.time.EventLoop;
import sleeper.stepfunctions.time.EventLoop.Work;

/**
 * The controller of Jobs that run one pod: makes the pod, and another for each that fails within the {@code backoffLimit}; says that the
 * Job is complete, or why it failed, once none of its pods runs any more; ends what runs too long; and takes away what has ended long
 * ago. Decides on the event loop alone.
 */
public final class JobController {
    private static final Logger LOG = LoggerFactory.getLogger(JobController.class);
    private static final int LONGEST_POD_PREFIX = 57;

    private final ObjectStore store;
    private final Api api;
    private final Deletion deletion;
    private final EventLoop loop;
    private final JobRoom room;
    private final Images images;
    private final Map<String, CompletableFuture<Void>> made = new HashMap<>();
    private final Set<String> timed = new HashSet<>();

    /** @param images of pods: those that are still to be made are waited for before a Job has a pod */
    public JobController(ObjectStore store, Api api, Deletion deletion, EventLoop loop, JobRoom room, Images images) {
        this.store = store;
        this.api = api;
        this.deletion = deletion;
        this.loop = loop;
        this.room = room;
        this.images = images;
    }

    /** Looks at all Jobs; to be called on the loop after each change. */
    public void reconcile() {
        giveRoomBack();
        for (ObjectNode job : store.list(ObjectKind.JOB, "", job -> !Meta.isBeingDeleted(job))) {
            try {
                if (JobStatus.isFinished(job)) {
                    collect(job);
                } else {
                    lead(job);
                }
            } catch (ApiException e) {
                LOG.warn("Job {} has no pod: {}", Meta.name(job), e.getMessage());
            }
        }
    }

    /** Room is held while a Job waits for its pod, and while a pod runs, though the Job may be gone. */
    private void giveRoomBack() {
        Set<String> holding = new HashSet<>();
        store.list(ObjectKind.JOB, "", job -> !JobStatus.isFinished(job) && !Meta.isBeingDeleted(job))
                .forEach(job -> holding.add(Meta.uid(job)));
        store.list(ObjectKind.POD, "", JobPods::isActive).forEach(pod -> {
            String job = Meta.labels(pod).get("controller-uid");
            if (job != null) {
                holding.add(job);
                room.keep(job);
            }
        });
        room.keepOnly(holding);
    }

    private void lead(ObjectNode job) {
        ObjectKey key = key(job);
        Instant now = loop.clock().instant();
        JobPods pods = JobPods.of(store, job);
        int seen = job.at("/status/failed").asInt();
        // One that was taken away before it had ended has failed.
        int failed = Math.max(seen, pods.failed() + lost(job, pods));
        Optional<JobStatus.Failure> failure = JobStatus.failureSoFar(job);
        if (failure.isPresent()) {
            endPods(pods);
            if (pods.active().isEmpty()) {
                store.update(key, ended -> JobStatus.fail(ended, failure.get(), failed, now));
            }
        } else if (pods.succeeded() > 0) {
            store.update(key, ended -> JobStatus.complete(ended, now));
        } else if (failed > job.at("/spec/backoffLimit").asInt()) {
            store.update(key, ended -> JobStatus.fail(ended, JobStatus.Failure.BACKOFF, failed, now));
        } else if (isLate(job, now)) {
            store.update(key, ending -> JobStatus.willFail(ending, JobStatus.Failure.DEADLINE, now));
        } else if (pods.active().isEmpty() && isImageMade(job) && room.take(Meta.uid(job), this::reconcile)) {
            startPod(job, failed, now);
        }
    }

    private boolean isImageMade(ObjectNode job) {
        String reference = job.at("/spec/template/spec/containers/0/image").asText();
        CompletableFuture<Void> making = made.get(reference);
        if (making == null) {
            making = images.make(reference);
            made.put(reference, making);
            if (!making.isDone()) {
                Work work = loop.beginWork();
                CompletableFuture<Void> unused = making.thenRun(() -> {
                    loop.execute(() -> {
                        // Made once more for the next Job, which takes no time unless it failed.
                        reconcile();
                        made.remove(reference);
                    });
                    work.end();
                });
            }
        }
        return making.isDone();
    }

    private static int lost(ObjectNode job, JobPods pods) {
        int made = job.at("/metadata/annotations").path(JobStatus.PODS_MADE).asInt();
        return made - pods.all();
    }

    private void startPod(ObjectNode job, int failed, Instant now) {
        ObjectNode pod = job.at("/spec/template").deepCopy();
        String prefix = Meta.name(job);
        pod.put("kind", ObjectKind.POD.word()).put("apiVersion", ObjectKind.POD.apiVersion());
        pod.withObjectProperty("metadata")
                .put("generateName", prefix.substring(0, Math.min(prefix.length(), LONGEST_POD_PREFIX)) + "-");
        Meta.own(pod, ObjectKind.JOB, job);
        // On record before it is made: a pod that is gone when a later process looks has failed, and is not made again.
        store.update(key(job), started -> JobStatus.start(started, failed, now));
        api.create(ObjectKind.POD, Meta.namespace(job), pod);
        deadline(job).ifPresent(at -> remind(Meta.uid(job) + "/deadline", at));
    }

    private void endPods(JobPods pods) {
        for (ObjectNode pod : pods.active()) {
            if (!Meta.isBeingDeleted(pod)) {
                deletion.delete(
                        new ObjectKey(ObjectKind.POD, Meta.namespace(pod), Meta.name(pod)),
                        OptionalLong.empty(),
                        Policy.BACKGROUND);
            }
        }
    }

    private boolean isLate(ObjectNode job, Instant now) {
        Optional<Instant> deadline = deadline(job);
        deadline.filter(at -> at.isAfter(now)).ifPresent(at -> remind(Meta.uid(job) + "/deadline", at));
        return deadline.filter(at -> !at.isAfter(now)).isPresent();
    }

    private static Optional<Instant> deadline(JsonNode job) {
        return Optional.of(job.at("/spec/activeDeadlineSeconds"))
                .filter(JsonNode::isNumber)
                .map(seconds -> JobStatus.startedAt(job).plus(Duration.ofSeconds(seconds.asLong())));
    }

    private void collect(ObjectNode job) {
        JsonNode ttl = job.at("/spec/ttlSecondsAfterFinished");
        if (!ttl.isNumber()) {
            return;
        }
        Instant end = JobStatus.finishedAt(job).plus(Duration.ofSeconds(ttl.asLong()));
        if (end.isAfter(loop.clock().instant())) {
            remind(Meta.uid(job) + "/ttl", end);
        } else {
            deletion.delete(key(job), OptionalLong.empty(), Policy.BACKGROUND);
        }
    }

    private void remind(String what, Instant at) {
        if (timed.add(what)) {
            loop.schedule(at, () -> {
                timed.remove(what);
                reconcile();
            });
        }
    }

    private static ObjectKey key(JsonNode job) {
        return new ObjectKey(ObjectKind.JOB, Meta.namespace(job), Meta.name(job));
    }

    /** The pods of a Job. */
    private record JobPods(List<ObjectNode> pods) {
        static JobPods of(ObjectStore store, JsonNode job) {
            String uid = Meta.uid(job);
            return new JobPods(store.list(
                    ObjectKind.POD, Meta.namespace(job), pod -> Meta.owners(pod).contains(uid)));
        }

        int all() {
            return pods.size();
        }

        int failed() {
            return count("Failed");
        }

        int succeeded() {
            return count("Succeeded");
        }

        private int count(String phase) {
            return (int) pods.stream()
                    .filter(pod -> pod.at("/status/phase").asText().equals(phase))
                    .count();
        }

        List<ObjectNode> active() {
            return pods.stream().filter(JobPods::isActive).toList();
        }

        static boolean isActive(JsonNode pod) {
            return !List.of("Failed", "Succeeded")
                    .contains(pod.at("/status/phase").asText());
        }
    }
}
