package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sleeper.bulkimport.job.runner.Trouble.Moment;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ForwardingWritableFile;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.ForwardingStores;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.util.Surroundings;

/** An embedded instance at whose files tasks meet a {@link Trouble}, in whatever process they are. */
public final class FaultyInstance extends ForwardingStores {
    private static final String HOME = "SLEEPER_FAULTY_HOME";
    private static final String TROUBLE = "SLEEPER_TROUBLE";

    private final FileStore files;

    FaultyInstance(FileInstance instance, Trouble trouble) {
        super(instance);
        this.files = new Files(instance.files(), trouble, instance.home().resolve("trouble"));
    }

    /** @return what names it to a process */
    static Map<String, String> environment(Path home, Trouble trouble) {
        return Map.of(HOME, home.toString(), TROUBLE, trouble.text());
    }

    /** Finds it by its variables. */
    public static final class Provider implements InstanceStores.Provider {
        @Override
        public String variable() {
            return HOME;
        }

        @Override
        public String variables() {
            return HOME + " and " + TROUBLE;
        }

        @Override
        public Optional<InstanceStores> open(Map<String, String> environment, Surroundings surroundings) {
            return Optional.ofNullable(environment.get(HOME))
                    .map(home -> new FaultyInstance(
                            FileInstance.open(Path.of(home), surroundings), Trouble.read(environment.get(TROUBLE))));
        }
    }

    private static final class Files extends ForwardingFileStore {
        private final Trouble trouble;
        private final Path folder;

        Files(FileStore files, Trouble trouble, Path folder) {
            super(files);
            this.trouble = trouble;
            this.folder = folder;
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            trouble.meet(Moment.READ, path, folder);
            return super.open(path, version);
        }

        @Override
        public WritableFile create(FilePath path) throws IOException {
            trouble.meet(Moment.CREATE, path, folder);
            return new ForwardingWritableFile(super.create(path)) {
                @Override
                public FileInfo commit() throws IOException {
                    trouble.meet(Moment.COMMIT, path, folder);
                    FileInfo committed = super.commit();
                    trouble.meet(Moment.COMMITTED, path, folder);
                    return committed;
                }
            };
        }
    }

    @Override
    public FileStore files() {
        return files;
    }
}
