package sleeper.sort.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.core.table.WrittenFile;
import sleeper.sort.column.Batch;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.sketch.KeySketch;

/** Writes the sorted rows of one leaf as files, one unless they have more rows than a file may have. For one thread. */
final class LeafFiles implements Closeable {
    private final OutputTarget target;
    private final Partition leaf;
    private final int firstFile;
    private final WriteSettings settings;
    private final EncodeTools tools;
    private final List<WrittenFile> finished = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private TableFileWriter writer;
    private KeySketch sketch;
    private String path;

    /** @param firstFile number of the first file */
    LeafFiles(OutputTarget target, Partition leaf, int firstFile, WriteSettings settings, EncodeTools tools) {
        this.target = target;
        this.leaf = leaf;
        this.firstFile = firstFile;
        this.settings = settings;
        this.tools = tools;
    }

    /** @return rows of a row group, if they are about like the batch's */
    static int rowGroupRows(WriteSettings settings, Batch batch) {
        long rowBytes = Math.max(1, batch.sizeBytes() / Math.max(1, batch.rows()));
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, settings.rowGroupBytes() / rowBytes));
    }

    /** Writes all rows of the batch, which come after all that were written before. */
    void append(Batch batch, int[] order) throws IOException {
        int groupRows = rowGroupRows(settings, batch);
        for (int at = 0; at < batch.rows(); ) {
            if (writer == null) {
                open();
            }
            long room = Math.min(groupRows, settings.maxFileRows() - writer.rows());
            int end = (int) Math.min(batch.rows(), at + room);
            writer.writeRowGroup(batch, order, at, end);
            sketch.add(batch.column(0), order, at, end);
            at = end;
            if (writer.rows() >= settings.maxFileRows()) {
                closeFile();
            }
        }
    }

    private void open() throws IOException {
        path = target.dataFile(leaf, firstFile + finished.size());
        writer = new TableFileWriter(target.layout(), target.store(), target.path(path), tools, true);
        begun.add(path);
        sketch = new KeySketch(target.layout().schema().rowKeyTypes().get(0));
    }

    private void closeFile() throws IOException {
        try {
            commitFile();
        } catch (FileAlreadyExistsException | OutcomeUnknownException e) {
            // What is there, or comes to be, may be another's or this one's, and must not be taken back.
            begun.remove(path);
            throw e;
        }
    }

    /** A file, then its sketch. */
    private void commitFile() throws IOException {
        TableFileWriter.Committed committed = writer.commit();
        writer.close();
        writer = null;
        DataFile file = new DataFile(path, leaf.region(), committed.rows(), committed.sizeBytes(), committed.sha256());
        finished.add(new WrittenFile(file, committed.columns()));
        sketch.write(target.store(), target.path(TableLocation.sketchesOf(path)));
    }

    /** Makes the last file durable. */
    void finish() throws IOException {
        if (writer != null) {
            closeFile();
        }
    }

    /** @return the files that are durable by now */
    List<WrittenFile> finished() {
        return List.copyOf(finished);
    }

    /** Removes the files that were begun, but for one of which it is not known whether it was committed. Nothing is written afterwards. */
    void takeBack() throws IOException {
        try {
            close();
        } finally {
            TakenBack.remove(target.store(), target.location(), begun);
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            TableFileWriter open = writer;
            writer = null;
            open.close();
        }
    }
}
