package sleeper.deploy.end;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.Talk;
import sleeper.statestore.util.Surroundings;

/**
 * Ends what jobs have started on the platforms. CloudFormation would fail at it, or take away the role by which a service ends its
 * machines: so it is waited for.
 */
final class Leftovers {
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final List<Remains> platforms;
    private final Surroundings surroundings;
    private final Talk talk;

    Leftovers(List<Remains> platforms, Surroundings surroundings, Talk talk) {
        this.platforms = List.copyOf(platforms);
        this.surroundings = surroundings;
        this.talk = talk;
    }

    /** @throws TransientFailureException TIMED_OUT with each thing that has not ended in half an hour */
    void end() {
        Set<String> told = new HashSet<>();
        Instant until = surroundings.clock().instant().plus(PATIENCE);
        while (true) {
            List<String> left = new ArrayList<>();
            platforms.forEach(platform -> left.addAll(platform.end(what -> {
                if (told.add(what)) {
                    talk.say("ending " + what);
                }
            })));
            if (left.isEmpty()) {
                return;
            }
            if (!surroundings.clock().instant().isBefore(until)) {
                throw timedOut(left);
            }
            surroundings.pause().sleep(PAUSE);
        }
    }

    private static TransientFailureException timedOut(List<String> left) {
        return new TransientFailureException(
                "The stack was not deleted, since what jobs have started has not ended.",
                left.stream()
                        .map(what -> new Fault(
                                ErrorCode.TIMED_OUT,
                                what,
                                "not ended after " + PATIENCE.toMinutes() + " min",
                                "",
                                "Look at it in the console, and run the command again: it goes on from there."))
                        .toList(),
                null);
    }
}
