package sleeper.local.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sleeper.local.run.OwnerLock.Use;

/** A process that takes the lock of a home, says whether it has got it, and holds it until its input or the process ends. */
final class LockHolder {
    static final String HELD = "held";
    static final String REFUSED = "refused";

    private LockHolder() {}

    /** @param arguments the file of the lock, and what it is taken for */
    public static void main(String[] arguments) throws IOException {
        Use use = Use.valueOf(arguments[1]);
        Optional<OwnerLock> lock = OwnerLock.tryAcquire(Path.of(arguments[0]), use);
        System.out.println(lock.isPresent() ? HELD : REFUSED);
        int unused = System.in.read();
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
