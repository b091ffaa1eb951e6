package sleeper.core.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;

/** Looks for tables that a folder lies in, up to the bucket. What was looked at is remembered. For one thread. */
final class TablesAbove {
    private final FileStore store;
    private final Map<FileFolder, Map<TableFormat, Boolean>> seen = new HashMap<>();

    TablesAbove(FileStore store) {
        this.store = store;
    }

    /** @return the outermost table whose root is the folder or one above it */
    Optional<TableFormat.Found> find(FileFolder folder, List<TableFormat> formats) throws IOException {
        Optional<TableFormat.Found> above = folder.key().isEmpty() ? Optional.empty() : find(parent(folder), formats);
        if (above.isPresent()) {
            return above;
        }
        for (TableFormat format : formats) {
            if (isRoot(folder, format)) {
                return Optional.of(new TableFormat.Found(format, folder.key()));
            }
        }
        return Optional.empty();
    }

    private static FileFolder parent(FileFolder folder) {
        return new FileFolder(
                folder.bucket(), folder.key().substring(0, Math.max(folder.key().lastIndexOf('/'), 0)));
    }

    private boolean isRoot(FileFolder folder, TableFormat format) throws IOException {
        Map<TableFormat, Boolean> ofFolder = seen.computeIfAbsent(folder, unseen -> new HashMap<>());
        Boolean known = ofFolder.get(format);
        if (known == null) {
            known = look(format.logOf(folder), format);
            ofFolder.put(format, known);
        }
        return known;
    }

    /** Whoever may read a folder of files need not be allowed to look around it. */
    private boolean look(FileFolder log, TableFormat format) throws IOException {
        int nameAt = log.prefix().length();
        try {
            FilePages below = store.list(new FilePath(log.bucket(), log.key()));
            for (List<FileInfo> page = below.next(); !page.isEmpty(); page = below.next()) {
                for (FileInfo file : page) {
                    if (format.isShownBy(file.path().key().substring(nameAt))) {
                        return true;
                    }
                }
            }
        } catch (AccessDeniedException e) {
            return false;
        }
        return false;
    }
}
