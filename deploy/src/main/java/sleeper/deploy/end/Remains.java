package sleeper.deploy.end;

import java.util.List;
import java.util.function.Consumer;

/** What jobs have started on a platform, and nobody has ended. */
@FunctionalInterface
interface Remains {
    /**
     * Asks for the end of all of it that runs; may be called again and again.
     *
     * @param ending is told, in words, what was asked to end
     * @return what is not at its end yet and must be before the stack is deleted, in words
     */
    List<String> end(Consumer<String> ending);
}
