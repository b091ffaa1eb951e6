package sleeper.sort.read;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;

/** Reads rows of a table whose keys lie in a region, file after file; one file is open at a time. For one thread. */
public final class TableScan implements RowScan {
    private final FileRows.Reading reading;
    private final Queue<DataFile> files;
    private FileRows open;
    private boolean atRow;

    /**
     * @param files  the table's files
     * @param region the keys wanted; {@link Region#all} for every row
     */
    public TableScan(FileStore store, TableLocation location, Schema schema, List<DataFile> files, Region region) {
        this.reading = FileRows.Reading.of(store, location, schema, region);
        this.files = new ArrayDeque<>(reading.counter().wanted(files, region));
    }

    @Override
    public SkipCounts skipped() {
        return reading.counter().counts();
    }

    @Override
    public boolean hasNext() {
        while (!atRow) {
            if (open == null) {
                if (files.isEmpty()) {
                    return false;
                }
                open = FileRows.open(reading, files.remove());
            }
            atRow = open.advance();
            if (!atRow) {
                open = null;
            }
        }
        return true;
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        atRow = false;
        return open.row();
    }

    @Override
    public void close() {
        try (reading) {
            if (open != null) {
                open.close();
            }
        }
    }
}
