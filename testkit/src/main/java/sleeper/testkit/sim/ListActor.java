package sleeper.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.TableLog;

/** Someone who adds marks to an object that others change too: reads it, and replaces what was read by that and one mark more. */
final class ListActor extends Actor {
    static final String KEY = "lists/marks";

    private int left;

    /** @param times how many marks it adds */
    ListActor(World world, int times) {
        super(world);
        this.left = times;
    }

    @Override
    boolean hasWork() {
        return left > 0;
    }

    @Override
    void work(TableLog table) {
        left--;
        ObjectStore objects = world.jobObjects();
        String least = world.listOracle.marks();
        Optional<String> found = objects.get(KEY).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        world.listOracle.seen(least, found.orElse(""));
        String mark = world.newMark();
        byte[] changed = (found.orElse("") + mark).getBytes(StandardCharsets.UTF_8);
        Supplier<PutResult> put = found.<Supplier<PutResult>>map(
                        list -> () -> objects.replace(KEY, list.getBytes(StandardCharsets.UTF_8), changed))
                .orElse(() -> objects.putIfAbsent(KEY, changed));
        world.listOracle.told(mark, put.get());
    }
}
