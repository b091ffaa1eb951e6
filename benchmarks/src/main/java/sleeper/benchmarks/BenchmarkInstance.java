package sleeper.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.util.Surroundings;

/** Opens embedded instances in the real world: its clock, its ids, its waits. */
final class BenchmarkInstance {
    private BenchmarkInstance() {}

    static FileInstance open(Path home) {
        FileInstance instance = FileInstance.open(
                home,
                new Surroundings(
                        InstantSource.system(),
                        () -> UUID.randomUUID().toString().replace("-", ""),
                        new Random(),
                        BenchmarkInstance::pause));
        instance.prepare();
        return instance;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
