package sleeper.lambda.runtime;

import java.util.function.Supplier;

/**
 * What a handler makes on its first call and then keeps. A use case may read the instance where it is made; a handler is also made for
 * the snapshot of a function, when the instance has no buckets yet. Safe for use by many threads.
 *
 * @param <T> what is made
 */
public final class Late<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private T made;

    private Late(Supplier<T> maker) {
        this.maker = maker;
    }

    /** @param maker is asked again after it threw; never returns null */
    public static <T> Late<T> of(Supplier<T> maker) {
        return new Late<>(maker);
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }
}
