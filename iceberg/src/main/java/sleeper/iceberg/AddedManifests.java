package sleeper.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestWriter;
import org.apache.iceberg.TableProperties;

/**
 * Manifests of many files that one snapshot adds, written file by file: the library would hold all of them until the snapshot is
 * committed. The snapshot gives them its id, by the inheritance of Iceberg's specification, section "Sequence Numbers". For one thread.
 */
final class AddedManifests implements FileSink {
    /** As long as the library makes one. */
    private static final long TARGET_BYTES = 8L << 20;

    /** The length is looked at this often, since it is known of whole blocks alone. */
    private static final int FILES_AT_ONCE = 1_000;

    /** As the library makes them of the view's. */
    private static final Map<String, String> PROPERTIES =
            Map.of(TableProperties.AVRO_COMPRESSION_LEVEL, ViewMetadata.COMPRESSION_LEVEL);

    private final ViewOperations operations;
    private final String id = UUID.randomUUID().toString();
    private final List<ManifestFile> written = new ArrayList<>();
    private ManifestWriter<DataFile> writer;
    private int files;

    AddedManifests(ViewOperations operations) {
        this.operations = operations;
    }

    @Override
    public void add(DataFile file) {
        if (writer == null) {
            writer = ManifestFiles.write(
                    operations.current().formatVersion(),
                    operations.current().spec(),
                    operations
                            .io()
                            .newOutputFile(operations.metadataFileLocation(id + "-a" + written.size() + ".avro")),
                    null,
                    PROPERTIES);
        }
        writer.add(file);
        if (++files % FILES_AT_ONCE == 0 && writer.length() >= TARGET_BYTES) {
            end();
        }
    }

    private void end() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.add(writer.toManifestFile());
        writer = null;
    }

    /** @return all manifests, which are there now */
    List<ManifestFile> finish() {
        if (writer != null) {
            end();
        }
        return List.copyOf(written);
    }
}
