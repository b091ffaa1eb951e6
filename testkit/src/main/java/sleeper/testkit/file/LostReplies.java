package sleeper.testkit.file;

import java.io.IOException;
import java.util.function.Predicate;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ForwardingWritableFile;
import sleeper.core.file.WritableFile;

/** A store that commits files, and does not say so for some of them. As safe for threads as the other store. */
public final class LostReplies extends ForwardingFileStore {
    private final Predicate<FilePath> lost;

    /** @param lost which files' commits are not heard of */
    public LostReplies(FileStore files, Predicate<FilePath> lost) {
        super(files);
        this.lost = lost;
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        return new ForwardingWritableFile(super.create(path)) {
            @Override
            public FileInfo commit() throws IOException {
                FileInfo committed = super.commit();
                if (lost.test(path)) {
                    throw new FileOutcomeUnknownException(path, new IOException("no reply"));
                }
                return committed;
            }
        };
    }
}
