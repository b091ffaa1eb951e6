package sleeper.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All things of a kind that a stand-in has, in the order in which they came to be, each with its record. To be used under one lock.
 *
 * @param <T> one of them, as it stands
 */
public final class RecordBook<T extends RecordBook.Numbered> {
    private static final Logger LOG = LoggerFactory.getLogger(RecordBook.class);

    private final RecordFolder records;
    private final Map<String, T> all = new LinkedHashMap<>();

    public RecordBook(RecordFolder records) {
        this.records = records;
    }

    /** What is kept. */
    public interface Numbered {
        /** @return grows from one to the next */
        long number();

        /** @return what it is found by */
        String key();

        /** @return name of its record */
        String recordName();

        ObjectNode toJson();
    }

    /**
     * Takes up what an earlier process has left.
     *
     * @param parser   of a record; throws IllegalArgumentException if it is not of its form
     * @param isListed whether the service would list it still; the record of another is deleted
     */
    public void load(Function<JsonNode, T> parser, Predicate<T> isListed) throws IOException {
        List<T> found = records.readAll(parser).stream()
                .sorted(Comparator.comparingLong(Numbered::number))
                .toList();
        for (T one : found) {
            if (isListed.test(one)) {
                all.put(one.key(), one);
            } else {
                records.delete(one.recordName());
            }
        }
    }

    /** Adds one, or puts another in its place; if it cannot be put on record, nothing changes. */
    public T add(T one) throws IOException {
        records.write(one.recordName(), one.toJson());
        all.put(one.key(), one);
        return one;
    }

    /** Has one as it stands now; that it cannot be put on record costs no more than that a later process has it as it stood before. */
    public void put(T now) {
        all.put(now.key(), now);
        try {
            records.write(now.recordName(), now.toJson());
        } catch (IOException e) {
            LOG.warn("How {} stands was not recorded", now.key(), e);
        }
    }

    /** @return the number of the next */
    public long nextNumber() {
        return all.values().stream().mapToLong(Numbered::number).max().orElse(0) + 1;
    }

    /** @return one that is there */
    public T get(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("there is no " + key));
    }

    public Optional<T> find(String key) {
        return Optional.ofNullable(all.get(key));
    }

    /** @return all of them as they stand, the oldest first */
    public List<T> all() {
        return List.copyOf(all.values());
    }
}
