package sleeper.testkit.sim;

import sleeper.core.file.FilePath;
import sleeper.statestore.log.LogEntry;

/** What a model of a service has been made to hold, at the moment that it changes; by it the oracles know what is true. */
public final class Books {
    /** Books of objects that nobody follows. */
    static final OfObjects UNREAD = new OfObjects() {
        @Override
        public byte[] stored(String key, byte[] bytes) {
            return bytes;
        }

        @Override
        public void replaced(String key, byte[] expected, byte[] bytes) {}

        @Override
        public void deleted(String key) {}
    };

    private Books() {}

    /** Of a log. */
    public interface OfLog {
        /** An entry got into a slot that was empty. */
        void landed(LogEntry entry);

        /** A slot was emptied, which no log may ever do. */
        void vacated(long slot);

        /** An entry was replaced by its tombstone. */
        void retired(long slot);
    }

    /** Of a store of files. */
    public interface OfFiles {
        /** A file got to where there was none. */
        void written(FilePath path, byte[] bytes);

        /** A file that is there is being deleted. */
        void deleted(FilePath path);

        /** A writer began an upload. */
        void begun(FilePath target, String upload);

        /** An upload became a file, or its writer took it away. */
        void ended(String upload);

        /** An upload was taken away by another than its writer. */
        void aborted(FilePath target, String upload);
    }

    /** Of a store of objects. */
    public interface OfObjects {
        /**
         * An object got under a key that was free.
         *
         * @return the bytes that the store holds from now on; not the same if they were damaged
         */
        byte[] stored(String key, byte[] bytes);

        /** An object's bytes were replaced. */
        void replaced(String key, byte[] expected, byte[] bytes);

        /** An object that is there is being deleted. */
        void deleted(String key);
    }
}
