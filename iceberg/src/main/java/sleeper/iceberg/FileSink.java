package sleeper.iceberg;

import org.apache.iceberg.DataFile;

/** Takes the files that a snapshot adds, one by one. */
@FunctionalInterface
interface FileSink {
    void add(DataFile file);
}
