package sleeper.aws.s3;

import java.util.Arrays;
import java.util.Optional;
import sleeper.aws.s3.ModelBucket.StoredObject;
import sleeper.aws.s3.ModelBucket.Upload;
import sleeper.core.file.FilePath;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.RecordFormat;
import sleeper.statestore.log.Tombstone;
import sleeper.testkit.sim.Books;

/** Enters objects and uploads as they change into the books of the simulator. */
interface BucketBooks {
    /**
     * An object is about to be put.
     *
     * @param old the object in its place, if there is one
     * @return the object to put
     */
    StoredObject put(String key, Optional<StoredObject> old, StoredObject object);

    /** An object that is there is about to be deleted. */
    void delete(String key);

    default void begun(Upload upload) {
        throw new IllegalArgumentException("nothing but files is uploaded in parts: " + upload.key());
    }

    default void ended(Upload upload) {
        throw new IllegalArgumentException("nothing but files is uploaded in parts: " + upload.key());
    }

    default void aborted(Upload upload) {
        throw new IllegalArgumentException("nothing but files is uploaded in parts: " + upload.key());
    }

    /**
     * Objects that are the slots of a log.
     *
     * @param folder with a final slash
     */
    record OfSlots(String folder, Books.OfLog books) implements BucketBooks {
        @Override
        public StoredObject put(String key, Optional<StoredObject> old, StoredObject object) {
            LogRecord record = RecordFormat.decode(slotOf(key), object.bytes(), "the model");
            if (record instanceof Tombstone) {
                books.retired(slotOf(key));
            } else {
                if (old.isPresent()) {
                    books.vacated(slotOf(key));
                }
                books.landed((LogEntry) record);
            }
            return object;
        }

        @Override
        public void delete(String key) {
            books.vacated(slotOf(key));
        }

        private long slotOf(String key) {
            return Long.parseLong(key.substring(folder.length()));
        }
    }

    /**
     * Objects of a store.
     *
     * @param root with a final slash, or empty
     */
    record OfStore(String root, Books.OfObjects books) implements BucketBooks {
        @Override
        public StoredObject put(String key, Optional<StoredObject> old, StoredObject object) {
            String inStore = key.substring(root.length());
            if (old.isPresent()) {
                books.replaced(inStore, old.get().bytes(), object.bytes());
                return object;
            }
            byte[] atRest = books.stored(inStore, object.bytes());
            return Arrays.equals(atRest, object.bytes()) ? object : object.holding(atRest);
        }

        @Override
        public void delete(String key) {
            books.deleted(key.substring(root.length()));
        }
    }

    /** Objects that are files of a bucket. */
    record OfFiles(String bucket, Books.OfFiles books) implements BucketBooks {
        @Override
        public StoredObject put(String key, Optional<StoredObject> old, StoredObject object) {
            books.written(new FilePath(bucket, key), object.bytes());
            return object;
        }

        @Override
        public void delete(String key) {
            books.deleted(new FilePath(bucket, key));
        }

        @Override
        public void begun(Upload upload) {
            books.begun(new FilePath(bucket, upload.key()), upload.id());
        }

        @Override
        public void ended(Upload upload) {
            books.ended(upload.id());
        }

        @Override
        public void aborted(Upload upload) {
            books.aborted(new FilePath(bucket, upload.key()), upload.id());
        }
    }
}
