package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What somebody who watches objects is told, in order. Safe for use by many threads. */
public final class Watch implements AutoCloseable {
    private final ObjectKind kind;
    private final Predicate<JsonNode> wanted;
    private final Consumer<Watch> closing;
    private final BlockingQueue<ObjectNode> told = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    Watch(ObjectKind kind, Predicate<JsonNode> wanted, Consumer<Watch> closing) {
        this.kind = kind;
        this.wanted = wanted;
        this.closing = closing;
    }

    /** An object that begins or ceases to be wanted comes or goes for who watches. */
    void tell(ObjectEvent event) {
        if (event.kind() != kind) {
            return;
        }
        boolean was = event.type() != ObjectEvent.Type.ADDED && wanted.test(event.before());
        boolean is = event.type() != ObjectEvent.Type.DELETED && wanted.test(event.object());
        if (was && is) {
            tell("MODIFIED", event.object());
        } else if (is) {
            tell("ADDED", event.object());
        } else if (was) {
            tell("DELETED", event.object());
        }
    }

    private void tell(String type, ObjectNode object) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", type);
        line.set("object", object);
        told.add(line);
    }

    /** @return the next that is told; empty if it takes longer than the patience */
    public Optional<ObjectNode> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(told.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** @return whether nothing more will be told */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        closing.accept(this);
    }
}
