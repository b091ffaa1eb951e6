package sleeper.testkit.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;

/** A store whose files ask their reader to read ahead, and that remembers each call to read. Safe for use by many threads. */
public final class FarStore extends ForwardingFileStore {
    private final List<List<FileRange>> calls = new CopyOnWriteArrayList<>();

    public FarStore(FileStore files) {
        super(files);
    }

    /** @return the ranges of each call so far, in the order of the calls; what their buffers hold is not said */
    public List<List<FileRange>> calls() {
        return List.copyOf(calls);
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        return new FarFile(super.open(path, version), calls);
    }

    private record FarFile(ReadableFile file, List<List<FileRange>> calls) implements ReadableFile {
        @Override
        public FileInfo info() {
            return file.info();
        }

        @Override
        public void readFully(long position, ByteBuffer into) throws IOException {
            calls.add(List.of(new FileRange(position, into.duplicate())));
            file.readFully(position, into);
        }

        @Override
        public void readFully(List<FileRange> ranges) throws IOException {
            calls.add(ranges.stream()
                    .map(range -> new FileRange(range.position(), range.into().duplicate()))
                    .toList());
            file.readFully(ranges);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
