package sleeper.core.file;

/**
 * What is wanted of a folder that others have filled, and who hears of what is there and is no file. Keys are those of the bucket,
 * without a final slash. For one thread.
 */
public interface FolderScan {
    /** What a folder holds beside its files. */
    enum Aside {
        /** A folder without anything in it. */
        EMPTY_FOLDER,
        /** A link to a folder that {@link #follows} does not want. */
        UNWANTED_LINK,
        /** A link to what is found without it, or by another link before. */
        LINK_TO_FOUND,
        /** A link to a folder that it lies in. */
        LINK_UPWARDS,
        /** A link out of the bucket. */
        LINK_OUT,
        /** A link to what is not there. */
        BROKEN_LINK,
        /** A pipe, a socket or a device. */
        NO_PLAIN_FILE,
        /** A file whose name is none that a path can hold; the key has it in escapes. */
        UNNAMEABLE_FILE,
        /** A folder, or link to one, of such a name. */
        UNNAMEABLE_FOLDER
    }

    /** Wants all files, and no links to folders. */
    FolderScan ALL_FILES = new FolderScan() {
        @Override
        public boolean enters(String folderKey) {
            return true;
        }

        @Override
        public boolean follows(String linkKey) {
            return false;
        }

        @Override
        public boolean readsFolder(String folderKey) {
            return false;
        }

        @Override
        public boolean readsFile(String fileKey) {
            return false;
        }

        @Override
        public void aside(Aside what, String key) {
            // Nobody asks.
        }
    };

    /** @return whether files below the folder are to be found, be it to say that they are not read */
    boolean enters(String folderKey);

    /** @return whether a link to a folder is followed, as far as its name goes */
    boolean follows(String linkKey);

    /** @return whether all files of the folder are read, as far as the folder's name goes: a link to it would read them twice */
    boolean readsFolder(String folderKey);

    /** @return whether the file is read, as far as its name goes: a link to it would read it twice */
    boolean readsFile(String fileKey);

    void aside(Aside what, String key);
}
