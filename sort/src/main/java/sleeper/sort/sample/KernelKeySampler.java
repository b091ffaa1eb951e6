package sleeper.sort.sample;

import java.util.List;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.InputFile;
import sleeper.core.key.Key;
import sleeper.core.schema.Schema;

/** The kernel's sample of keys, as {@link KeySample} takes it. */
public final class KernelKeySampler implements KeySampler {
    private final FileStore store;

    public KernelKeySampler(FileStore store) {
        this.store = store;
    }

    @Override
    public List<Key> sample(List<InputFile> files, Schema schema, int maxKeys) {
        List<FileInfo> pinned = files.stream()
                .filter(file -> file.rowCount() > 0)
                .map(file -> new FileInfo(file.path(), file.version()))
                .toList();
        return KeySample.of(store, pinned, schema, maxKeys);
    }
}
