package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import sleeper.core.job.Manifest;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;

/** Holds the files of two runs against each other. */
final class SameRows {
    private SameRows() {}

    /** Asserts that both have the same key sequence in each leaf, and the same rows. */
    static void assertSame(JobHome home, Schema schema, PartitionTree tree, Manifest found, Manifest expected) {
        for (Partition leaf : tree.leaves()) {
            List<Map<String, Object>> foundRows = home.rows(found, leaf.region());
            List<Map<String, Object>> expectedRows = home.rows(expected, leaf.region());
            assertThat(keys(schema, foundRows)).isEqualTo(keys(schema, expectedRows));
            assertThat(multiset(foundRows)).isEqualTo(multiset(expectedRows));
        }
    }

    private static List<String> keys(Schema schema, List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> schema.keyFields().stream()
                        .map(field -> Values.describe(row.get(field.name())))
                        .toList()
                        .toString())
                .toList();
    }

    private static List<String> multiset(List<Map<String, Object>> rows) {
        return rows.stream().map(Values::describe).sorted().toList();
    }
}
