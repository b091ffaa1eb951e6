package sleeper.lambda.teardown;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.PlatformResources;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.job.AttemptResources.Seen;
import sleeper.statestore.job.ResourceStore;

/**
 * Ends what an attempt created on its platform: looks for it by name, asks for its end, looks again, and records as gone only what
 * it then sees to be gone. It never waits; whoever repeats it looks again. Nothing here decides about rows.
 *
 * <p>A kind is closed only when nothing of it can show up any more: when a list must show whatever the attempt had requested. Until
 * then the attempt stays open, and the sweep has it looked for again. Of an attempt that committed, it is enough that as much was
 * seen as was requested: its run took its time.
 */
final class EndResources {
    private static final Logger LOG = LoggerFactory.getLogger(EndResources.class);

    private static final String ASKED = "It was asked to end, and is looked at again.";
    private static final String UNKNOWN =
            "What the attempt created there is looked for again; until then it is unknown.";

    private final PlatformResources platforms;
    private final ResourceStore records;
    private final InstantSource clock;

    EndResources(LambdaPorts ports) {
        this.platforms = ports.resources();
        this.records = ports.stores().jobs().resources();
        this.clock = ports.clock();
    }

    /**
     * @param committed whether the log committed this attempt
     * @return what was not seen to be gone, and why; empty if nothing is left that could be seen
     * @throws TransientFailureException if the records could not be read or written
     */
    List<Fault> end(AttemptId attempt, Platform platform, boolean committed) {
        List<ResourceKind> kinds = platform.description().creates();
        if (!records.of(attempt).isRecorded()) {
            records.ask(attempt, kinds);
        }
        List<ResourceKind> lastFirst = new ArrayList<>(kinds);
        Collections.reverse(lastFirst);
        List<Fault> left = new ArrayList<>();
        for (ResourceKind kind : lastFirst) {
            Optional<ResourceService> service = platforms.of(kind);
            if (service.isEmpty()) {
                LOG.warn(
                        "What attempt {} created of kind {} stays unknown: the platform is not deployed",
                        attempt,
                        kind.word());
            } else {
                left.addAll(end(attempt, service.get(), committed));
            }
        }
        if (left.isEmpty()) {
            boolean unused = records.settle(attempt);
        } else {
            // What shows up late opens an attempt again that was closed.
            records.ask(attempt, kinds);
        }
        return left;
    }

    private List<Fault> end(AttemptId attempt, ResourceService service, boolean committed) {
        List<Resource> running;
        try {
            askToEnd(attempt, service);
            running = lookAgain(attempt, service);
        } catch (TransientFailureException e) {
            return e.faults().stream()
                    .map(fault -> new Fault(fault.code(), fault.where(), fault.found(), fault.allowed(), UNKNOWN))
                    .toList();
        }
        if (running.isEmpty() && hasAllShown(records.of(attempt), service.kind(), committed)) {
            records.close(attempt, service.kind());
        }
        return running.stream()
                .map(found -> new Fault(
                        ErrorCode.UNAVAILABLE,
                        found.kind().word() + " " + found.id(),
                        found.state(),
                        "one that has ended",
                        ASKED))
                .toList();
    }

    private boolean hasAllShown(AttemptResources found, ResourceKind kind, boolean committed) {
        return found.isQuietSince(kind, clock.instant().minus(ResourceService.LIST_LAG))
                || (committed && found.hasSeenAllRequested(kind));
    }

    private void askToEnd(AttemptId attempt, ResourceService service) {
        for (Resource found : look(attempt, service)) {
            if (!found.ended()) {
                service.end(found.id(), "Attempt " + attempt + " is over.");
            }
        }
    }

    /** @return what has not ended */
    private List<Resource> lookAgain(AttemptId attempt, ResourceService service) {
        List<Resource> running = new ArrayList<>();
        for (Resource found : look(attempt, service)) {
            if (found.ended()) {
                records.seeGone(attempt, found.kind(), found.id());
            } else {
                running.add(found);
            }
        }
        return running;
    }

    /**
     * @return what is there by the attempt's name, and what was seen before, which a list may show no more; what the service knows
     *     no more has ended
     */
    private List<Resource> look(AttemptId attempt, ResourceService service) {
        List<Resource> all = new ArrayList<>(service.find(attempt));
        Set<String> ids = new LinkedHashSet<>();
        for (Resource found : all) {
            records.see(attempt, found);
            ids.add(found.id());
        }
        for (Seen before : records.of(attempt).seen()) {
            if (before.kind() == service.kind() && !before.isGone() && ids.add(before.id())) {
                all.add(service.describe(before.id())
                        .orElseGet(() -> new Resource(
                                before.kind(), before.id(), ResourceStage.SUCCEEDED, "unknown to its service", "")));
            }
        }
        return all;
    }
}
