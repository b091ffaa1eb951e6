package sleeper.sort.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * A parameter that the ZSTD library has since 1.5.6. On Spark the library is Spark's, of which there is one in a process, and it may
 * be older: it is asked once. {@link UnsizedZstd} stands in where the parameter is not known.
 */
final class ZstdMinMatch {
    private static final Optional<MethodHandle> SETTER = find();

    private ZstdMinMatch() {}

    private static Optional<MethodHandle> find() {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(
                            ZstdCompressCtx.class,
                            "setMinMatch",
                            MethodType.methodType(ZstdCompressCtx.class, int.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /** @return whether the library here has the parameter */
    static boolean isKnown() {
        return SETTER.isPresent();
    }

    /** Sets the least length of a match, in bytes, if the library can. */
    static void set(ZstdCompressCtx context, int bytes) {
        if (SETTER.isPresent()) {
            try {
                SETTER.get().invoke(context, bytes);
            } catch (Throwable e) {
                throw new IllegalStateException("ZSTD takes no least match of " + bytes + " bytes", e);
            }
        }
    }
}
