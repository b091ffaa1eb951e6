package sleeper.core.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import sleeper.core.file.SourcePath;

/** Sorts what a store lists below a named path into what is read and what is left out. For one thread. */
final class SourceScan implements FolderScan {
    private final String bucket;
    private final SourceRules rules;
    private final UnaryOperator<String> shown;
    private final List<FileInfo> files = new ArrayList<>();
    private final LeftOutTally leftOut = new LeftOutTally();
    private final Set<TableFormat.Found> tables = new LinkedHashSet<>();
    private final List<String> unnameable = new ArrayList<>();
    private boolean foundAnything;

    /** @param shown how people know what is {@code bucket/key} */
    SourceScan(SourcePath source, UnaryOperator<String> shown) {
        this.bucket = source.folder().bucket();
        this.rules = SourceRules.of(source);
        this.shown = shown;
    }

    void file(FileInfo file) {
        FilePath path = file.path();
        TableFormat.of(path.key()).ifPresent(tables::add);
        if (rules.means(path.key())) {
            foundAnything = true;
            Optional<LeftOut.Reason> reason = rules.leftOut(path.key());
            if (reason.isPresent()) {
                leftOut.add(reason.get(), name(path.key()));
            } else {
                files.add(file);
            }
        }
    }

    /** The logs of tables are looked for beside what a pattern matches as well. */
    @Override
    public boolean enters(String folderKey) {
        return rules.enters(folderKey)
                || TableFormat.rootOfLog(folderKey).filter(rules::enters).isPresent();
    }

    @Override
    public boolean follows(String linkKey) {
        return rules.follows(linkKey);
    }

    @Override
    public boolean readsFolder(String folderKey) {
        return rules.readsFolder(folderKey);
    }

    @Override
    public boolean readsFile(String fileKey) {
        return rules.reads(fileKey);
    }

    @Override
    public void aside(Aside what, String key) {
        switch (what) {
            case UNNAMEABLE_FILE -> unnameableFile(key);
            case UNNAMEABLE_FOLDER -> unnameableFolder(key);
            case NO_PLAIN_FILE -> leaveOut(LeftOut.Reason.NO_PLAIN_FILE, rules.means(key), key);
            case EMPTY_FOLDER -> leaveOut(LeftOut.Reason.EMPTY_FOLDER, rules.meansFolder(key), key);
            case UNWANTED_LINK -> leaveOut(LeftOut.Reason.HIDDEN, rules.meansFolder(key), key);
            case LINK_TO_FOUND -> leaveOut(LeftOut.Reason.LINK_TO_FOUND, rules.meansFolder(key), key);
            case LINK_UPWARDS -> leaveOut(LeftOut.Reason.LINK_UPWARDS, rules.meansFolder(key), key);
            case LINK_OUT -> leaveOut(LeftOut.Reason.LINK_OUT, rules.meansFolder(key), key);
            case BROKEN_LINK -> leaveOut(LeftOut.Reason.BROKEN_LINK, rules.meansFolder(key), key);
        }
    }

    private void unnameableFile(String key) {
        if (rules.reads(key)) {
            foundAnything = true;
            unnameable.add(name(key));
        } else {
            rules.leftOut(key).ifPresent(reason -> leaveOut(reason, rules.means(key), key));
        }
    }

    private void unnameableFolder(String key) {
        if (rules.readsFolder(key)) {
            foundAnything = true;
            unnameable.add(name(key));
        } else {
            leaveOut(LeftOut.Reason.HIDDEN, rules.meansFolder(key), key);
        }
    }

    private void leaveOut(LeftOut.Reason reason, boolean meant, String key) {
        if (meant) {
            foundAnything = true;
            leftOut.add(reason, name(key));
        }
    }

    private String name(String key) {
        return shown.apply(bucket + "/" + key);
    }

    /** @return whether anything lies where the path says, be it left out */
    boolean foundAnything() {
        return foundAnything;
    }

    List<FileInfo> files() {
        return files;
    }

    List<LeftOut> leftOut() {
        return leftOut.toList();
    }

    /** @return the tables whose logs were seen */
    Set<TableFormat.Found> tables() {
        return tables;
    }

    /** @return the names, in escapes, of what would be read if a path could name it */
    List<String> unnameable() {
        return unnameable;
    }
}
