package sleeper.lambda.lives;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;

/** How the use cases see one kind of what is on the platform, with the mistakes that a faulty port makes. */
final class LifeService implements ResourceService {
    private final ResourceKind kind;
    private final LifePlatform platform;
    private final LifeClock clock;
    private final Optional<PlantedBug> bug;

    LifeService(ResourceKind kind, LifePlatform platform, LifeClock clock, Optional<PlantedBug> bug) {
        this.kind = kind;
        this.platform = platform;
        this.clock = clock;
        this.bug = bug;
    }

    private boolean has(PlantedBug one) {
        return bug.filter(one::equals).isPresent();
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        clock.stall();
        if (isThrottled()) {
            if (has(PlantedBug.THROTTLED_LIST_IS_EMPTY)) {
                return List.of();
            }
            throw throttled();
        }
        List<Thing> found = platform.listed().stream()
                .filter(thing -> thing.kind == kind && isOf(thing, attempt))
                .toList();
        if (has(PlantedBug.EARLIER_IS_LEFT) && found.size() > 1) {
            found = found.subList(found.size() - 1, found.size());
        }
        List<Resource> seen = found.stream().map(this::seen).toList();
        clock.stall();
        return seen;
    }

    private boolean isOf(Thing thing, AttemptId attempt) {
        return has(PlantedBug.FOUND_BY_PREFIX)
                ? thing.name.startsWith(attempt.executionName())
                : has(PlantedBug.FOUND_BY_JOB)
                        ? thing.attempt.jobId().equals(attempt.jobId())
                        : thing.name.equals(attempt.executionName());
    }

    private Resource seen(Thing thing) {
        Resource seen = thing.seen();
        return has(PlantedBug.ASKED_IS_GONE) && thing.asked && !thing.ended()
                ? new Resource(kind, seen.id(), ResourceStage.SUCCEEDED, seen.state(), "")
                : seen;
    }

    @Override
    public Optional<Resource> describe(String id) {
        clock.stall();
        if (isThrottled()) {
            throw throttled();
        }
        return has(PlantedBug.NEVER_DESCRIBED)
                ? Optional.empty()
                : platform.thing(id).filter(thing -> !thing.forgotten).map(this::seen);
    }

    @Override
    public void end(String id, String reason) {
        clock.stall();
        if (isThrottled()) {
            if (has(PlantedBug.REFUSED_END_IS_GONE)) {
                platform.thing(id).ifPresent(thing -> thing.forgotten = true);
                return;
            }
            throw throttled();
        }
        platform.askToEnd(id);
        if (isThrottled()) {
            // It was asked to end, and nobody hears so.
            throw throttled();
        }
    }

    private boolean isThrottled() {
        return clock.chance(platform.weather().throttled());
    }

    private TransientFailureException throttled() {
        return new TransientFailureException(
                "The platform took no more calls.",
                List.of(Fault.of(ErrorCode.UNAVAILABLE, kind.word(), "Rate exceeded", "")));
    }
}
