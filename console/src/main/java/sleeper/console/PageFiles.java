package sleeper.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import sleeper.statestore.util.Sha256;

/** The files of the console's pages, from the class path. Every address that is no file's is a page's, and all pages are one file. */
final class PageFiles {
    private static final String INDEX = "index.html";
    private static final String ASSETS = "/assets/";
    private static final Pattern NAME = Pattern.compile("/assets(/[a-zA-Z0-9][a-zA-Z0-9._-]*)+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final String root;

    /** Those that were found: of names that are none, clients can think up any number. */
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    PageFiles() {
        this("page/");
    }

    /** @param root where the files lie, below this package */
    PageFiles(String root) {
        this.root = root;
    }

    /** A file, to be sent as it is. */
    static final class PageFile {
        private final String type;
        private final String tag;
        private final byte[] content;

        private PageFile(String type, String tag, byte[] content) {
            this.type = type;
            this.tag = tag;
            this.content = content;
        }

        /** @return its media type */
        String type() {
            return type;
        }

        /** @return what changes with its content */
        String tag() {
            return tag;
        }

        /** @return never to be changed */
        byte[] content() {
            return content;
        }
    }

    /** @param path of a request, without its query */
    Optional<PageFile> find(String path) {
        if (!path.startsWith(ASSETS)) {
            return load(INDEX);
        }
        return NAME.matcher(path).matches() ? load(path.substring(1)) : Optional.empty();
    }

    private Optional<PageFile> load(String name) {
        return Optional.ofNullable(files.computeIfAbsent(name, this::read));
    }

    /** @return null if there is none */
    private PageFile read(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream in = PageFiles.class.getResourceAsStream(root + name)) {
            if (in == null || type == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            return new PageFile(type, "\"" + Sha256.hex(content) + "\"", content);
        } catch (IOException e) {
            throw new UncheckedIOException("The console's file " + name + " could not be read", e);
        }
    }
}
