package sleeper.aws.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.testkit.sim.Wire;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table of DynamoDB: items by partition and sort key, and what a replica that lags behind shows of them. */
final class ItemTable {
    /**
     * An item as it is, and as it was before the last write.
     *
     * @param now    empty if it was deleted
     * @param before empty if it was not there
     */
    private record Versions(Map<String, AttributeValue> now, Map<String, AttributeValue> before) {}

    private final String partitionKey;
    private final String sortKey;
    private final Map<String, NavigableMap<String, Versions>> partitions = new HashMap<>();

    ItemTable(String partitionKey, String sortKey) {
        this.partitionKey = partitionKey;
        this.sortKey = sortKey;
    }

    /** @return the item with the key in {@code item}; empty if there is none */
    Map<String, AttributeValue> find(Map<String, AttributeValue> item) {
        Versions versions = partitionOf(item.get(partitionKey)).get(ordered(item.get(sortKey)));
        return versions == null ? Map.of() : versions.now();
    }

    /** As {@link #find}, from a replica that may lag behind. */
    Map<String, AttributeValue> findStale(Map<String, AttributeValue> item, Wire chance) {
        Versions versions = partitionOf(item.get(partitionKey)).get(ordered(item.get(sortKey)));
        return versions == null ? Map.of() : shown(versions, Optional.of(chance));
    }

    void put(Map<String, AttributeValue> item) {
        partitionOf(item.get(partitionKey)).put(ordered(item.get(sortKey)), new Versions(item, find(item)));
    }

    void delete(Map<String, AttributeValue> key) {
        partitionOf(key.get(partitionKey)).put(ordered(key.get(sortKey)), new Versions(Map.of(), find(key)));
    }

    /**
     * @param chance of a replica that lags behind, if that is what is read
     * @return the items of a partition between two sort keys, in their order
     */
    List<Map<String, AttributeValue>> range(
            AttributeValue partition, AttributeValue from, AttributeValue to, Optional<Wire> chance) {
        if (ordered(from).compareTo(ordered(to)) > 0) {
            return List.of();
        }
        return partitionOf(partition).subMap(ordered(from), true, ordered(to), true).values().stream()
                .map(versions -> shown(versions, chance))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Map<String, AttributeValue> shown(Versions versions, Optional<Wire> chance) {
        boolean isBehind = chance.isPresent() && chance.get().nextInt(4) == 0;
        return isBehind ? versions.before() : versions.now();
    }

    /** @return the primary key of an item */
    Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of(partitionKey, item.get(partitionKey), sortKey, item.get(sortKey));
    }

    /** @return whether {@code item} comes after the primary key {@code start} of the same partition */
    boolean isAfter(Map<String, AttributeValue> item, Map<String, AttributeValue> start) {
        return ordered(item.get(sortKey)).compareTo(ordered(start.get(sortKey))) > 0;
    }

    private NavigableMap<String, Versions> partitionOf(AttributeValue partition) {
        return partitions.computeIfAbsent(partition.s(), name -> new TreeMap<>());
    }

    /** Numbers as texts that come in the order of the numbers. */
    private static String ordered(AttributeValue sort) {
        return sort.s() != null ? sort.s() : "%020d".formatted(Long.parseLong(sort.n()));
    }
}
