package sleeper.testkit.sim;

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

    private final World world;
    private final BooleanSupplier cut;
    private boolean late;
    private boolean arrived;

    /** @param cut whether no conditional write is answered */
    Wire(World world, BooleanSupplier cut) {
        this.world = world;
        this.cut = cut;
    }

    /**
     * Sends a request once.
     *
     * @param request what it does when it arrives; what that throws is an answer
     * @param failure the exception by which the service's client tells of a failure
     * @return the answer
     */
    public <T> T send(Effect effect, Supplier<T> request, Function<Failure, RuntimeException> failure) {
        boolean conditional = effect == Effect.CONDITIONAL;
        world.enter();
        if (world.chance(world.weather().refused())) {
            throw failure.apply(world.random.nextBoolean() ? Failure.THROTTLED : Failure.DENIED);
        }
        boolean isCut = conditional && cut.getAsBoolean();
        if (isCut ? world.random.nextBoolean() : world.chance(world.weather().lost())) {
            throw failure.apply(Failure.NO_ANSWER);
        }
        if (conditional && (isCut || world.chance(world.weather().late()))) {
            late = true;
            world.later(() -> arriveUnheard(request));
            throw failure.apply(Failure.NO_ANSWER);
        }
        arrived |= conditional;
        T answer;
        try {
            answer = request.get();
        } catch (RuntimeException refusal) {
            world.leave();
            throw world.chance(world.weather().mute()) ? failure.apply(Failure.NO_ANSWER) : refusal;
        }
        world.leave();
        if (world.chance(world.weather().mute())) {
            throw failure.apply(Failure.NO_ANSWER);
        }
        return answer;
    }

    private static <T> void arriveUnheard(Supplier<T> request) {
        try {
            T unused = request.get();
        } catch (RuntimeException refusal) {
            // Its sender has given it up, and nobody hears that it is refused.
        }
    }

    /** @return a number from 0 on, below the bound; of the schedule's chance, for what the model leaves to chance */
    public int nextInt(int bound) {
        return world.random.nextInt(bound);
    }

    /** A call of a driver begins. */
    void begin() {
        late = false;
        arrived = false;
    }

    /** @return whether a conditional write of this call is on its way yet */
    boolean isLate() {
        return late;
    }

    /** @return whether a conditional write of this call has arrived or is on its way */
    boolean hasSent() {
        return late || arrived;
    }
}
