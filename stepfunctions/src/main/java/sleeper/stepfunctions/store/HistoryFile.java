package sleeper.stepfunctions.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;

/**
 * The history of an execution, one event a line, only ever appended to. It may end with lines that do not count: somebody else knows how
 * many do.
 */
record HistoryFile(Path path) {
    /** The events that count. */
    List<HistoryEvent> events(long count) {
        return TextFiles.read(path)
                .lines()
                .limit(count)
                .map(line -> StoreJson.event(Json.readKnown(line)))
                .toList();
    }

    /** Of the events that count, those behind the first so many, at most so many: no others are read into memory as events. */
    List<HistoryEvent> events(long count, long skipped, int most) {
        return TextFiles.read(path)
                .lines()
                .limit(count)
                .skip(skipped)
                .limit(most)
                .map(line -> StoreJson.event(Json.readKnown(line)))
                .toList();
    }

    void append(List<HistoryEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(Json.write(StoreJson.of(event))).append('\n'));
        try {
            OwnersFiles.write(path, StoreJson.encodable(lines.toString()), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Events could not be written: " + path, e);
        }
    }

    /**
     * Removes lines that were written before a process died, or the disk filled up, without a state that counts them.
     *
     * @throws IllegalStateException if there are fewer lines than count
     */
    void dropUncounted(long count) {
        byte[] bytes = TextFiles.readBytes(path);
        int end = 0;
        for (long line = 0; line < count; line++) {
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length) {
                throw new IllegalStateException(
                        "The history " + path + " has " + line + " events, but its state counts " + count);
            }
            end++;
        }
        if (end < bytes.length) {
            truncate(end);
        }
    }

    /** In place, since it must also succeed on a full disk. */
    private void truncate(long size) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            FileChannel unused = channel.truncate(size);
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the executions could not be cut: " + path, e);
        }
    }

    /** Keeps the events up to the first that cannot be read, and returns their number. */
    long dropUnreadable() {
        List<String> readable = new ArrayList<>();
        for (String line : StoreJson.decoded(new String(TextFiles.readBytes(path), StandardCharsets.UTF_8))
                .split("\n", -1)) {
            try {
                HistoryEvent event = StoreJson.event(Json.readKnown(line));
                if (event.id() != readable.size() + 1) {
                    break;
                }
                readable.add(line + "\n");
            } catch (RuntimeException e) {
                break;
            }
        }
        TextFiles.replace(path, String.join("", readable));
        return readable.size();
    }

    void delete() {
        TextFiles.delete(path);
    }
}
