package sleeper.lambda.view;

import sleeper.iceberg.InstanceViews;
import sleeper.sort.read.FooterColumns;
import sleeper.statestore.instance.InstanceStores;

/** The Iceberg views of an instance, which read footers with the kernel. */
public final class TableViews {
    private TableViews() {}

    public static InstanceViews of(InstanceStores stores) {
        return new InstanceViews(
                stores,
                (storage, schema, files) -> FooterColumns.read(storage.files(), storage.location(), schema, files));
    }
}
