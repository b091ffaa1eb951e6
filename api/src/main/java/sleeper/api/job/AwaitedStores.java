package sleeper.api.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;
import sleeper.statestore.instance.ForwardingStores;
import sleeper.statestore.instance.InstanceStores;

/**
 * An instance of which no further file is looked at when nobody waits any more for what is made of them: {@link TransientFailureException}.
 * As safe for threads as the instance.
 */
final class AwaitedStores extends ForwardingStores {
    private final BooleanSupplier isAwaited;

    /** @param isAwaited asked before each file, by any thread */
    AwaitedStores(InstanceStores stores, BooleanSupplier isAwaited) {
        super(stores);
        this.isAwaited = isAwaited;
    }

    @Override
    public FileStore files() {
        return new AwaitedFiles(super.files());
    }

    private void expectAwaited() {
        if (!isAwaited.getAsBoolean()) {
            throw new TransientFailureException(
                    "No more files were looked at.",
                    List.of(new Fault(
                            ErrorCode.UNAVAILABLE,
                            "the request",
                            "nobody who waits for the answer",
                            "",
                            "Ask again if it is still wanted.")));
        }
    }

    private final class AwaitedFiles extends ForwardingFileStore {
        AwaitedFiles(FileStore files) {
            super(files);
        }

        @Override
        public Optional<FileInfo> find(FilePath path) throws IOException {
            expectAwaited();
            return super.find(path);
        }

        @Override
        public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
            expectAwaited();
            return super.scan(folder, scan);
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            expectAwaited();
            return super.open(path, version);
        }
    }
}
