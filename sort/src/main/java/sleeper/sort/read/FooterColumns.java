package sleeper.sort.read;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.TableLocation;
import sleeper.core.schema.Schema;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.DataFile;
import sleeper.core.util.ManyAtOnce;
import sleeper.sort.encode.FooterMetrics;
import sleeper.sort.format.FooterReader;
import sleeper.sort.schema.TableLayout;

/** What files of a table hold of their columns, as their footers say: for files whose run told nothing of that. */
public final class FooterColumns {
    private static final int OPEN_AT_ONCE = 16;
    private static final Logger LOG = LoggerFactory.getLogger(FooterColumns.class);

    private FooterColumns() {}

    /**
     * @param schema of the table
     * @return for each file, in their order, what it holds; nothing of one that is missing or damaged, of which whoever reads its rows is
     *         told
     */
    public static List<List<ColumnMetrics>> read(
            FileStore store, TableLocation location, Schema schema, List<DataFile> files) {
        TableLayout layout = new TableLayout(schema);
        return ManyAtOnce.map("footers", files, OPEN_AT_ONCE, file -> read(store, location.file(file.path()), layout));
    }

    private static List<ColumnMetrics> read(FileStore store, FilePath path, TableLayout layout) {
        try {
            FileInfo info = store.find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
            try (ReadableFile file = store.open(path, info.version())) {
                return FooterMetrics.of(layout, FooterReader.read(file).rowGroups());
            }
        } catch (IOException | SleeperException e) {
            LOG.warn("Nothing is known of the columns of {}: {}", path, e.toString());
            return List.of();
        }
    }
}
