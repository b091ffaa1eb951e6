package sleeper.lambda.lives;

import static sleeper.lambda.lives.LifeViolation.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceStage;

/**
 * A platform on which everything goes wrong that does: creation that is not answered, comes late or twice, throttling, no capacity,
 * ends that take long or come of themselves, and what has ended is forgotten. It sees all that is done to it, and knows what may not
 * be.
 */
final class LifePlatform {
    /** Made with the instance; no attempt may end it. */
    static final String PERMANENT = "j-PERMANENT";

    private static final long HOUR = 3_600;

    /** Creation that comes late, and a list that does not show it for certain, are together within what a list may lag. */
    private static final long LATEST_CREATION = 180;

    private static final long LONGEST_FLICKER = 110;

    private final LifeClock clock;
    private final Consumer<Thing> work;
    private final Map<String, Thing> things = new LinkedHashMap<>();
    private final Map<String, Integer> late = new LinkedHashMap<>();
    private final Set<LifeSight> sights = EnumSet.noneOf(LifeSight.class);
    private LifeWeather weather;
    private AttemptId hand;

    /** @param work what a run does that succeeds */
    LifePlatform(LifeClock clock, LifeWeather weather, Consumer<Thing> work) {
        this.clock = clock;
        this.weather = weather;
        this.work = work;
    }

    void sees(LifeSight sight) {
        sights.add(sight);
    }

    /** @return what the life has shown so far */
    Set<LifeSight> sights() {
        return EnumSet.copyOf(sights);
    }

    void calm() {
        weather = weather.calm();
    }

    LifeWeather weather() {
        return weather;
    }

    List<Thing> things() {
        return List.copyOf(things.values());
    }

    Optional<Thing> thing(String id) {
        return Optional.ofNullable(things.get(id));
    }

    /** Does something in the name of an attempt, and of no other. */
    void inTheNameOf(AttemptId attempt, Runnable action) {
        AttemptId before = hand;
        hand = attempt;
        try {
            action.run();
        } finally {
            hand = before;
        }
    }

    /** Something that is there from the beginning, of another job, and that nobody here may touch. */
    void place(ResourceKind kind, AttemptId attempt) {
        Thing thing = add(kind, attempt, "", false);
        thing.stage = ResourceStage.RUNNING;
    }

    /** As an optimized integration asks: answered when it is ready, or over, or never. */
    void request(ResourceKind kind, AttemptId attempt, String cluster, Consumer<LifeAnswer> answer) {
        String key = kind + " " + attempt;
        check(
                late.getOrDefault(key, 0) == 0
                        && things.values().stream()
                                .noneMatch(thing -> isOf(thing, kind, attempt) && !thing.ended() && !thing.twin),
                "a second " + kind.word() + " was asked for while " + attempt + " has, or will have, another");
        if (kind == ResourceKind.EMR_STEP
                && !cluster.equals(PERMANENT)
                && thing(cluster).filter(found -> !found.isOver()).isEmpty()) {
            later(answer, LifeAnswer.refused(kind, "ValidationException: the cluster is terminated"));
            return;
        }
        if (!clock.chance(weather.creation())) {
            awaitEnd(create(kind, attempt, cluster), answer);
            return;
        }
        switch ((int) clock.between(0, 9)) {
            case 0 -> {
                sees(LifeSight.REPLY_LOST);
                Thing unused = create(kind, attempt, cluster);
                later(answer, LifeAnswer.lost(kind, "Unable to execute HTTP request: connection reset"));
            }
            case 1 -> {
                sees(LifeSight.CREATED_LATE);
                late.merge(key, 1, Integer::sum);
                clock.after(clock.between(1, LATEST_CREATION), () -> {
                    late.merge(key, -1, Integer::sum);
                    Thing unused = create(kind, attempt, cluster);
                });
                later(answer, LifeAnswer.lost(kind, "Unable to execute HTTP request: Read timed out"));
            }
            case 2 -> later(answer, LifeAnswer.lost(kind, "Unable to execute HTTP request: no route"));
            case 3 -> later(answer, LifeAnswer.throttled(kind));
            case 4 -> {
                sees(LifeSight.CREATED_THOUGH_THROTTLED);
                Thing unused = create(kind, attempt, cluster);
                later(answer, LifeAnswer.throttled(kind));
            }
            case 5 -> {
                sees(LifeSight.NO_ROOM);
                later(answer, LifeAnswer.noRoom(kind));
            }
            case 6 -> later(answer, LifeAnswer.refused(kind, "ValidationException: it is not valid"));
            case 7 -> {
                // Nobody ever hears of it.
                sees(LifeSight.NEVER_ANSWERED);
                Thing unused = create(kind, attempt, cluster);
            }
            default -> {
                Thing first = create(kind, attempt, cluster);
                if (kind == ResourceKind.EMR_CLUSTER || kind == ResourceKind.EMR_STEP) {
                    sees(LifeSight.CREATED_TWICE);
                    // The others have a token, or a name that is given once.
                    Thing second = add(kind, attempt, cluster, true);
                    begin(second);
                }
                awaitEnd(first, answer);
            }
        }
    }

    private static boolean isOf(Thing thing, ResourceKind kind, AttemptId attempt) {
        return thing.kind == kind && thing.attempt.equals(attempt);
    }

    private Thing create(ResourceKind kind, AttemptId attempt, String cluster) {
        Thing thing = add(kind, attempt, cluster, false);
        begin(thing);
        return thing;
    }

    private Thing add(ResourceKind kind, AttemptId attempt, String cluster, boolean twin) {
        long listedFrom = clock.now() + clock.between(0, weather.listLag());
        Thing thing = new Thing(
                kind,
                kind.word() + "-" + (things.size() + 1),
                attempt,
                cluster,
                listedFrom,
                clock.now() + LONGEST_FLICKER,
                twin);
        things.put(thing.id, thing);
        return thing;
    }

    private void begin(Thing thing) {
        if (thing.kind == ResourceKind.EMR_CLUSTER) {
            long ready = clock.chance(20) ? 3 * HOUR : clock.between(60, 600);
            if (clock.chance(weather.creation() / 5)) {
                clock.after(ready, () -> giveUp(thing, "INTERNAL_ERROR: Insufficient capacity"));
                return;
            }
            clock.after(ready, () -> run(thing));
            if (clock.chance(weather.creation() / 10)) {
                clock.after(clock.between(60, HOUR), () -> lose(thing));
            }
            return;
        }
        clock.after(clock.between(1, 240), () -> run(thing));
        if (!clock.chance(weather.creation() / 20)) {
            clock.after(clock.between(240, HOUR), () -> finish(thing));
        }
    }

    private void lose(Thing cluster) {
        sees(LifeSight.CLUSTER_LOST);
        giveUp(cluster, "USER_REQUEST: by hand");
    }

    /** A cluster gives its machines back before it has ended, and takes no step meanwhile. */
    private void giveUp(Thing cluster, String reason) {
        if (!cluster.isOver()) {
            cluster.stage = ResourceStage.ENDING;
            cluster.reason = reason;
            clock.after(clock.between(1, 120), () -> end(cluster, ResourceStage.FAILED, reason));
        }
    }

    private void run(Thing thing) {
        if (!thing.isOver()) {
            thing.stage = ResourceStage.RUNNING;
            check(
                    thing.kind == ResourceKind.EMR_CLUSTER
                            || things.values().stream()
                                            .filter(one -> isOf(one, thing.kind, thing.attempt))
                                            .filter(one -> one.stage == ResourceStage.RUNNING)
                                            .filter(one -> one.adopted && !one.asked)
                                            .count()
                                    <= 1,
                    "two runs of " + thing.attempt + " work at once, and both were taken");
        }
    }

    /** What a run says of itself and what it left need not agree. */
    private void finish(Thing thing) {
        if (thing.ended()) {
            return;
        }
        boolean fails = clock.chance(150);
        if (fails == clock.chance(20)) {
            work.accept(thing);
        }
        end(thing, fails ? ResourceStage.FAILED : ResourceStage.SUCCEEDED, fails ? "UNKNOWN: it failed" : "");
    }

    private void end(Thing thing, ResourceStage stage, String reason) {
        if (thing.ended()) {
            return;
        }
        thing.stage = stage;
        thing.reason = reason;
        for (Thing step : things()) {
            if (step.cluster.equals(thing.id)) {
                end(step, ResourceStage.FAILED, "CLUSTER_TERMINATED: its cluster ended");
            }
        }
        if (clock.chance(300)) {
            clock.after(clock.between(60, 3 * HOUR), () -> thing.forgotten = true);
        }
    }

    /** Asks for the end of something, as long as that is not refused. */
    void askToEnd(String id) {
        check(!id.equals(PERMANENT), "the permanent cluster was asked to end");
        Thing thing = things.get(id);
        if (thing == null || thing.ended()) {
            return;
        }
        check(
                thing.attempt.equals(hand),
                thing + " was ended in the name of " + (hand == null ? "nobody" : hand.executionName()));
        if (!thing.asked) {
            thing.asked = true;
            if (thing.kind == ResourceKind.EMR_CLUSTER) {
                thing.stage = ResourceStage.ENDING;
            }
            long seconds = clock.chance(500) ? 0 : clock.between(1, 500);
            clock.after(seconds, () -> {
                boolean works = thing.kind == ResourceKind.EMR_CLUSTER;
                end(thing, works ? ResourceStage.SUCCEEDED : ResourceStage.FAILED, "CANCELLED: it was asked to end");
            });
        }
    }

    private void awaitEnd(Thing thing, Consumer<LifeAnswer> answer) {
        boolean ready = thing.kind == ResourceKind.EMR_CLUSTER && thing.stage == ResourceStage.RUNNING;
        if (!thing.ended() && !ready) {
            clock.after(30, () -> awaitEnd(thing, answer));
        } else if (ready || thing.stage == ResourceStage.SUCCEEDED) {
            answer.accept(new LifeAnswer(thing.id, "", ""));
        } else {
            answer.accept(new LifeAnswer(thing.id, "States.TaskFailed", thing.reason));
        }
    }

    private void later(Consumer<LifeAnswer> answer, LifeAnswer what) {
        clock.after(clock.between(1, 60), () -> answer.accept(what));
    }

    /** @return whether a request of the attempt is yet to be carried out */
    boolean isAwaited(AttemptId attempt) {
        return late.entrySet().stream().anyMatch(each -> each.getKey().endsWith(" " + attempt) && each.getValue() > 0);
    }

    /** @return what a list shows by now, oldest first */
    List<Thing> listed() {
        List<Thing> listed = new ArrayList<>(things.values());
        listed.removeIf(thing -> thing.forgotten
                || thing.listedFrom > clock.now()
                || (thing.settledFrom > clock.now() && clock.chance(weather.flicker())));
        return listed;
    }
}
