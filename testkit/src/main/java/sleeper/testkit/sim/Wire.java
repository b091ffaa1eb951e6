package sleeper.testkit.sim;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** The way of a driver's requests to a service, on which the weather of the schedule does its worst. */
public final class Wire {
    /** How a request fails, for the model to say it as the service's client does. */
    public enum Failure {
        /** No answer came. Whether the request was done, will be or will never be, the sender cannot know. */
        NO_ANSWER,
        /** The service had too much to do, and did nothing. */
        THROTTLED,
        /** The service did nothing, since another conditional write of the same thing was under way. */
        CONFLICT,
        /** The service did nothing, and the same request would end alike. */
        DENIED
    }

    /** What a request does to what is stored. */
    public enum Effect {
        /** Nothing, or the same however often it is done. */
        REPEATABLE,
        /** It stores what the caller of the driver gave, under a condition. */
        CONDITIONAL
    }

    private static final List<Failure> OF_ANY = List.of(Failure.THROTTLED, Failure.DENIED);
    private static final List<Failure> OF_CONDITIONAL = List.of(Failure.THROTTLED, Failure.DENIED, Failure.CONFLICT);

    /** How a model's request tells an answer that is no success; whatever else it throws is a mistake of the model. */
    @SuppressWarnings("serial")
    public static final class Refusal extends RuntimeException {
        private final RuntimeException answer;

        /** @param answer what the driver is given */
        public Refusal(RuntimeException answer) {
            super(answer.getMessage(), answer, false, false);
            this.answer = answer;
        }
    }

    private final World world;
    private final BooleanSupplier cut;
    private boolean killed;
    private long calls;
    private long arriving;
    private boolean late;
    private boolean arrived;
    private boolean refused;

    /** @param cut whether no conditional write is answered */
    Wire(World world, BooleanSupplier cut) {
        this.world = world;
        this.cut = cut;
    }

    /**
     * Sends a request once.
     *
     * @param request what it does when it arrives
     * @param failure the exception by which the service's client tells of a failure
     * @return the answer
     */
    public <T> T send(Effect effect, Supplier<T> request, Function<Failure, RuntimeException> failure) {
        // Other threads of the process would end with it.
        if (killed) {
            throw new Crash();
        }
        try {
            return sent(effect, request, failure);
        } catch (Crash e) {
            killed = true;
            throw e;
        }
    }

    private <T> T sent(Effect effect, Supplier<T> request, Function<Failure, RuntimeException> failure) {
        boolean conditional = effect == Effect.CONDITIONAL;
        long call = calls;
        world.enter();
        if (world.chance(world.weather().refused())) {
            List<Failure> failures = conditional ? OF_CONDITIONAL : OF_ANY;
            throw failure.apply(failures.get(world.random.nextInt(failures.size())));
        }
        boolean isCut = conditional && cut.getAsBoolean();
        if (isCut ? world.random.nextBoolean() : world.chance(world.weather().lost())) {
            throw failure.apply(Failure.NO_ANSWER);
        }
        if (isCut || world.chance(world.weather().late())) {
            late |= conditional;
            world.later(() -> arriveUnheard(call, request));
            throw failure.apply(Failure.NO_ANSWER);
        }
        arrived |= conditional;
        T answer;
        try {
            answer = arrive(call, request);
        } catch (Refusal refusal) {
            refused |= conditional;
            world.leave();
            throw world.chance(world.weather().mute()) ? failure.apply(Failure.NO_ANSWER) : refusal.answer;
        }
        world.leave();
        if (world.chance(world.weather().mute())) {
            throw failure.apply(Failure.NO_ANSWER);
        }
        return answer;
    }

    private <T> void arriveUnheard(long call, Supplier<T> request) {
        try {
            T unused = arrive(call, request);
        } catch (Refusal refusal) {
            // Its sender has given it up, and nobody hears that it is refused.
        }
    }

    /** A model that does not know what it is asked has nothing to show of the driver. */
    private <T> T arrive(long call, Supplier<T> request) {
        arriving = call;
        try {
            return request.get();
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException mistake) {
            throw new Violation("the model of the service made a mistake: " + mistake, mistake);
        }
    }

    /** @return whether an answer breaks off before its end */
    public boolean isCutShort() {
        return world.chance(world.weather().mute());
    }

    /** @return a number from 0 on, below the bound; of the schedule's chance, for what the model leaves to chance */
    public int nextInt(int bound) {
        return world.random.nextInt(bound);
    }

    /** A call of a driver begins. */
    void begin() {
        calls++;
        late = false;
        arrived = false;
        refused = false;
    }

    /** @return whether what arrives now was sent in this call, and not in one before */
    boolean isOfThisCall() {
        return arriving == calls;
    }

    /** @return whether a conditional write of this call is on its way yet */
    boolean isLate() {
        return late;
    }

    /** @return whether the service refused a conditional write of this call */
    boolean isRefused() {
        return refused;
    }

    /** @return whether a conditional write of this call has arrived or is on its way */
    boolean hasSent() {
        return late || arrived;
    }
}
