package sleeper.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: where files lie. Implementations are safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link NoSuchFileException} if the file is not there, {@link AccessDeniedException}
 * if it may not be read or written, {@link FileAlreadyExistsException} if it may not be created because it is there,
 * another {@link IOException} if the store failed.
 *
 * <p>A store that can tell that a whole bucket is missing throws {@link NoSuchFileException} with the bucket's name also where it would
 * find nothing; one whose buckets are folders finds nothing.
 */
public interface FileStore {
    /** @return the file, or empty if there is none (a directory is none) */
    Optional<FileInfo> find(FilePath path) throws IOException;

    /**
     * @param prefix a directory: files whose key starts with it and a slash are meant
     * @return the files below, recursively, in the order of the UTF-8 bytes of their keys; none if there is no such directory
     */
    FilePages list(FilePath prefix) throws IOException;

    /**
     * Lists a folder that others have filled: hidden files too, and what links inside the bucket lead to, once.
     *
     * @return the files below, recursively, in the order of the UTF-8 bytes of their keys, those behind links last; none if there is
     *         no such folder
     */
    FilePages scan(FileFolder folder, FolderScan scan) throws IOException;

    /**
     * @param path of a file that was found
     * @return the path in the same bucket that no link is part of; the path itself if there is none
     */
    default FilePath withoutLinks(FilePath path) throws IOException {
        return path;
    }

    /**
     * @param path of a file that was found
     * @return a text that is the same for all paths by which links lead to one file, and another for every other file
     */
    default String identity(FilePath path) throws IOException {
        return path.toString();
    }

    /**
     * Opens a file for reading at any position.
     *
     * @throws FileChangedException if its content is not {@code version}
     */
    ReadableFile open(FilePath path, FileVersion version) throws IOException;

    /**
     * Creates a file that is not there yet. It can be seen, whole and durable, when {@link WritableFile#commit()} has
     * returned; closed without that, it never was.
     */
    WritableFile create(FilePath path) throws IOException;

    /** Takes away the file that is there, if there is one (a directory is none); object stores cannot say whether there was. */
    void delete(FilePath path) throws IOException;

    /**
     * Takes away files as {@link #delete} does, in fewer requests where the store knows how.
     *
     * @param paths any number of them
     * @return those that are perhaps there still, each with what kept it; empty if all are gone
     */
    default Map<FilePath, IOException> deleteAll(List<FilePath> paths) {
        Map<FilePath, IOException> left = new LinkedHashMap<>();
        for (FilePath path : paths) {
            try {
                delete(path);
            } catch (IOException e) {
                left.put(path, e);
            }
        }
        return left;
    }
}
