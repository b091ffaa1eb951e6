package sleeper.lambda.launch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.launch.LaunchErrors;
import sleeper.core.launch.LaunchMeaning;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.job.AttemptResources.Requested;
import sleeper.statestore.job.ResourceStore;

/**
 * Decides what is to be done next about something that an attempt needs on its platform: ask for it, wait, or use it. It is asked
 * before each request and after each failure of one.
 *
 * <p>Invariant: a request is made only when it was looked for, by name, and nothing was found at a time when a list must show what
 * any earlier request of the attempt had created. So a lost reply makes no second one. What is found is adopted: it is awaited by
 * looking again. Of two that are found the later is ended.
 *
 * <p>It never waits itself, and remembers nothing: what the next look must know is in its answer, and travels in the execution. What
 * it sees it puts on record. Safe to repeat, and for use by many threads.
 */
public final class Launch {
    private static final int LOOK_SECONDS = 60;
    private static final int LEAST_AWAIT_SECONDS = 15;
    private static final int MOST_AWAIT_SECONDS = 120;
    private static final int LEAST_PAUSE_SECONDS = 30;
    private static final int MOST_PAUSE_SECONDS = 300;

    /** An error that no rule knows, and that comes again for some three hours, is none that passes. */
    private static final int MOST_UNKNOWN = 36;

    /** About twenty hours. An execution has two days, and what ends with them says no more what it waited for. */
    private static final int MOST_WAITS = 240;

    private static final String TIMEOUT = "States.Timeout";
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LambdaPorts ports;
    private final Verdicts verdicts;

    public Launch(LambdaPorts ports) {
        this.ports = ports;
        this.verdicts = new Verdicts(ports.stores());
    }

    /**
     * @param before the answer of the look before, with what came of it
     * @return what is to be done next
     * @throws RunFailedException        if it cannot be had, or is over without having done its work; SUPERSEDED if the log has
     *                                   decided about the attempt
     * @throws TransientFailureException if the service did not answer
     */
    public LaunchStep next(ResourceKind kind, AttemptId attempt, LaunchStep before) {
        return next(kind, attempt, before, Optional.empty());
    }

    /**
     * As {@link #next(ResourceKind, AttemptId, LaunchStep)}.
     *
     * @param clusterId of the cluster that is to run it, if one is
     */
    public LaunchStep next(ResourceKind kind, AttemptId attempt, LaunchStep before, Optional<String> clusterId) {
        if (verdicts.find(attempt).isPresent()) {
            throw failed(attempt, ErrorCode.SUPERSEDED, "the log has decided about it", "");
        }
        JobPlan plan = ports.stores()
                .jobs()
                .plan(attempt)
                .orElseThrow(() -> failed(attempt, ErrorCode.INTERNAL, "it has no plan", ""));
        Wanted wanted = new Wanted(kind, plan, ports.spark());
        Set<String> known = known(attempt, kind, before);
        List<Resource> found = look(attempt, known, service(attempt, kind));
        List<Resource> living = found.stream().filter(one -> !one.ended()).toList();
        if (!living.isEmpty()) {
            return adopt(wanted, living, before);
        }
        Optional<Resource> done = found.stream().filter(wanted::isReady).findFirst();
        if (done.isPresent()) {
            return LaunchStep.ready(done.get().id(), before.offer());
        }
        // What runs on a cluster ends with it, and then the cluster's reason is the one that tells.
        Optional<Resource> clusterOver = clusterId.flatMap(this::clusterThatIsOver);
        found.stream().filter(one -> !isForWantOfCapacity(one)).findFirst().ifPresent(one -> {
            throw ended(wanted, RunEnds.over(wanted, one, clusterOver));
        });
        clusterOver.ifPresent(cluster -> {
            throw ended(wanted, RunEnds.clusterOver(wanted, cluster));
        });
        boolean lost = found.stream()
                .anyMatch(one -> before.knownId().filter(one.id()::equals).isPresent());
        if (lost) {
            return nextOffer(wanted, before, lastReason(found));
        }
        if (found.isEmpty() && !known.isEmpty()) {
            // Somebody deleted it. Another would work beside what it may have left, and is not what that person wanted.
            throw ended(wanted, RunEnds.takenAway(wanted, String.join(", ", known)));
        }
        return ask(wanted, before);
    }

    /** @return ids of what is known to have been there, whether or not a list shows it */
    private Set<String> known(AttemptId attempt, ResourceKind kind, LaunchStep before) {
        Set<String> ids = new LinkedHashSet<>();
        before.knownId().ifPresent(ids::add);
        ports.stores().jobs().resources().of(attempt).seen().stream()
                .filter(one -> one.kind() == kind)
                .forEach(one -> ids.add(one.id()));
        return ids;
    }

    private ResourceService service(AttemptId attempt, ResourceKind kind) {
        return ports.resources()
                .of(kind)
                .orElseThrow(() -> failed(
                        attempt,
                        ErrorCode.PLATFORM_NOT_DEPLOYED,
                        "nothing finds a " + kind.word() + " here",
                        "a deployed platform"));
    }

    /** @return all that is there of the attempt, the oldest first; also what is known and not listed yet */
    private List<Resource> look(AttemptId attempt, Set<String> known, ResourceService service) {
        List<Resource> found = new ArrayList<>(service.find(attempt));
        known.stream()
                .filter(id -> found.stream().noneMatch(one -> one.id().equals(id)))
                .flatMap(id -> service.describe(id).stream())
                .toList()
                .forEach(found::add);
        ResourceStore records = ports.stores().jobs().resources();
        for (Resource one : found) {
            records.see(attempt, one);
            if (one.ended()) {
                records.seeGone(attempt, one.kind(), one.id());
            }
        }
        return found;
    }

    private Optional<Resource> clusterThatIsOver(String id) {
        return ports.resources()
                .of(ResourceKind.EMR_CLUSTER)
                .flatMap(clusters -> clusters.describe(id))
                .filter(cluster -> cluster.ended() || cluster.stage() == ResourceStage.ENDING);
    }

    private LaunchStep adopt(Wanted wanted, List<Resource> living, LaunchStep before) {
        List<Resource> usable = living.stream()
                .filter(one -> one.stage() != ResourceStage.ENDING)
                .toList();
        Resource first = usable.isEmpty() ? living.get(0) : usable.get(0);
        AttemptId attempt = wanted.plan().attempt();
        for (Resource later : usable.isEmpty() ? usable : usable.subList(1, usable.size())) {
            LOG.warn("Attempt {} has {} and {}: the later is ended", attempt, first.id(), later.id());
            service(attempt, wanted.kind()).end(later.id(), "Attempt " + attempt + " has " + first.id() + " already.");
        }
        if (wanted.isReady(first)) {
            return LaunchStep.ready(first.id(), before.offer());
        }
        String reason = wanted.kind().word() + " " + first.id() + " is " + first.state();
        long now = now();
        if (wanted.isHeldBack(first)) {
            // The time counts from when it goes on.
            long seconds = Math.min(MOST_AWAIT_SECONDS, (long) LEAST_AWAIT_SECONDS * (before.waits() + 1));
            return LaunchStep.await(first.id(), (int) seconds, before.offer(), before.waits() + 1, 0, reason);
        }
        long since = before.since() > 0 && before.id().equals(first.id()) ? before.since() : now;
        long left = wanted.patience(first).toSeconds() - (now - since);
        if (left < 0) {
            throw ended(wanted, RunEnds.tooLate(wanted, first));
        }
        long seconds = Math.max(LEAST_AWAIT_SECONDS, Math.min(MOST_AWAIT_SECONDS, (now - since) / 4));
        return LaunchStep.await(first.id(), (int) Math.min(seconds, left + 1), before.offer(), 0, since, reason);
    }

    /** Nothing is there that could be seen. */
    private LaunchStep ask(Wanted wanted, LaunchStep before) {
        if (!before.failed()) {
            return before.lookUntil() > now()
                    ? lookAgain(before, before.waits(), before.lookUntil())
                    : create(wanted, before.offer(), before.waits());
        }
        if (before.error().equals(TIMEOUT) && hadItsTime(wanted)) {
            throw ended(wanted, RunEnds.hadItsTime(wanted));
        }
        LaunchMeaning meaning = LaunchErrors.meaning(wanted.kind(), before.error(), before.cause());
        LOG.info("A request for a {} failed, which means {}: {}", wanted.kind().word(), meaning, before.error());
        if (before.waits() >= (meaning == LaunchMeaning.UNKNOWN ? MOST_UNKNOWN : MOST_WAITS)) {
            throw ended(wanted, RunEnds.askedInVain(wanted, before.waits(), before.error(), before.cause()));
        }
        return switch (meaning) {
            // It was seen that a request was granted though it was answered so.
            case THROTTLED -> pause(before, now() + ResourceService.LIST_LAG.toSeconds());
            case FULL -> pause(before, 0);
            case NO_CAPACITY -> nextOffer(wanted, before, before.cause());
            case TAKEN_AWAY -> throw ended(wanted, RunEnds.takenAway(wanted, before.error() + ": " + before.cause()));
            case REFUSED -> throw ended(wanted, RunEnds.refused(wanted, before.error(), before.cause()));
            case UNKNOWN -> lookAgain(before, before.waits() + 1, now() + ResourceService.LIST_LAG.toSeconds());
        };
    }

    /** A time-out that comes sooner is of whoever watched it. */
    private boolean hadItsTime(Wanted wanted) {
        return ports.stores().jobs().resources().of(wanted.plan().attempt()).requested().stream()
                .filter(one -> one.kind() == wanted.kind())
                .map(Requested::at)
                .max(Comparator.naturalOrder())
                .filter(at -> !at.plus(Wanted.LONGEST_RUN).isAfter(ports.clock().instant()))
                .isPresent();
    }

    private LaunchStep create(Wanted wanted, int offer, int waits) {
        ports.stores().jobs().resources().request(wanted.plan().attempt(), wanted.kind());
        return LaunchStep.create(
                offer, waits, JSON.convertValue(wanted.request(offer), new TypeReference<Map<String, Object>>() {}));
    }

    private LaunchStep nextOffer(Wanted wanted, LaunchStep before, String reason) {
        int offer = before.offer() + 1;
        if (offer >= wanted.offers()) {
            throw ended(wanted, RunEnds.noCapacity(wanted, reason));
        }
        return create(wanted, offer, 0);
    }

    /** Looks often after the first request that was not answered, and less often the more there were: a history takes 25,000 events. */
    private LaunchStep lookAgain(LaunchStep before, int waits, long until) {
        long seconds = Math.min(MOST_PAUSE_SECONDS, (long) LOOK_SECONDS << Math.min(Math.max(waits - 1, 0), 3));
        return LaunchStep.lookAgain(
                (int) Math.max(1, Math.min(seconds, until - now())),
                before.offer(),
                waits,
                until,
                "A request may have been granted that nobody heard of.");
    }

    private LaunchStep pause(LaunchStep before, long lookUntil) {
        long seconds = Math.min(MOST_PAUSE_SECONDS, (long) LEAST_PAUSE_SECONDS << Math.min(before.waits(), 4));
        return LaunchStep.lookAgain(
                (int) seconds, before.offer(), before.waits() + 1, lookUntil, "The platform takes no more for now.");
    }

    private static boolean isForWantOfCapacity(Resource one) {
        return one.kind() == ResourceKind.EMR_CLUSTER
                && one.stage() == ResourceStage.FAILED
                && LaunchErrors.meaning(one.kind(), "", one.reason()) == LaunchMeaning.NO_CAPACITY;
    }

    private static String lastReason(List<Resource> found) {
        return found.get(found.size() - 1).reason();
    }

    private long now() {
        return ports.clock().instant().getEpochSecond();
    }

    private RunFailedException ended(Wanted wanted, Fault fault) {
        return StoredFailure.of(ports.stores().jobs(), wanted.plan().attempt(), fault);
    }

    private static RunFailedException failed(AttemptId attempt, ErrorCode code, String found, String allowed) {
        return new RunFailedException(
                "Attempt " + attempt + " was not started.",
                List.of(Fault.of(code, "attempt " + attempt, found, allowed)));
    }
}
